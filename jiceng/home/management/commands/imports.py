"""`jiceng imports`: past imports, and one of them undone."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from jiceng.accounts.commands import WRONG_USAGE, OfficerCommand
from jiceng.core.importing import UndoStopped
from jiceng.core.models import ImportRun
from jiceng.home.imports.undoing import UndoRefused, named, undo_import

LISTED = 50


class Command(OfficerCommand):
    """List the latest imports, also those of commands, or undo one."""

    help = "查看以往的导入，撤销其中一次"
    errors = (UndoRefused,)

    def arguments(self, parser: ArgumentParser) -> None:
        """A region; or a number of the list with a reason."""
        parser.add_argument("--region", metavar="CODE", help="只列出该区划内的导入")
        parser.add_argument("--undo", type=int, metavar="NUMBER", help="撤销该编号的导入，须说明原因")
        parser.add_argument("--reason", default="", metavar="TEXT", help="撤销原因，记入审计日志")

    def work(self, **options: Any) -> None:
        """List, or undo."""
        if options["undo"] is None:
            self._list(options["region"])
        elif not options["reason"].strip():
            self.fail("撤销导入需要 --reason 原因", WRONG_USAGE)
        else:
            self._undo(options["undo"], options["reason"])

    def _list(self, code: str | None) -> None:
        runs = ImportRun.objects.select_related("region", "started_by").defer("upload", "result")
        if code:
            runs = runs.filter(path__startswith=self.region(code).path)
        rows = [_row(run) for run in runs.order_by("-pk")[:LISTED]]
        if self.as_json:
            self.show(rows)
            return
        for row in rows:
            self.stdout.write("  ".join(str(value) for value in row.values()))

    def _undo(self, number: int, reason: str) -> None:
        run = ImportRun.objects.defer("upload", "result").filter(pk=number).first()
        if run is None:
            self.fail(f"没有编号为{number}的导入")
        try:
            undone = undo_import(actor=self.actor, run=run, reason=reason, today=self.today)
        except UndoStopped as stopped:
            listed, others = named(stopped.obstacles)
            lines = [str(stopped), *(f"  {each.register} {each.name} {each.why}" for each in listed)]
            self.fail("\n".join(lines + ([f"  另有{others}条记录"] if others else [])))
        if self.as_json:
            self.show({"run": number, "voided": undone.created, "restored": undone.updated})
        else:
            self.stdout.write(f"已撤销：作废{undone.created}条记录，恢复{undone.updated}条记录")


def _row(run: ImportRun) -> dict[str, Any]:
    return {
        "run": run.pk,
        "at": f"{run.started_at:%Y-%m-%d %H:%M}",
        "ledger": run.ledger,
        "file": run.file_name,
        "region": run.region.code,
        "by": str(run.started_by),
        "state": run.state,
        "created": run.created,
        "updated": run.updated,
        "rejected": run.rejected,
    }
