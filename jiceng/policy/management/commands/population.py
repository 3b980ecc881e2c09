"""`jiceng population CODE`: the size of a named set, grouped, or its members."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from jiceng.accounts.commands import WRONG_USAGE, OfficerCommand, day
from jiceng.accounts.roles import Action
from jiceng.policy.figures import reading_all
from jiceng.policy.populations import Asked, FutureDay, asked, member_ids, sizes, sizes_by_community, span_of
from jiceng.policy.trees import UnknownName
from jiceng.policy.vocabulary import DIMENSIONS, SUBJECTS, Span


class Command(OfficerCommand):
    """Ask one population."""

    help = "查询一个人群的人数、分组或名单"
    errors = (FutureDay,)

    def arguments(self, parser: ArgumentParser) -> None:
        """A name, a region and a day or a span."""
        parser.add_argument("code", help="人群代码")
        parser.add_argument("--region", required=True, help="区划代码")
        parser.add_argument("--on", help="日期")
        parser.add_argument("--from", dest="first", help="起始日期")
        parser.add_argument("--to", dest="last", help="截止日期")
        parser.add_argument("--by", default="", help=f"分组：{'、'.join(DIMENSIONS)}")
        parser.add_argument("--members", action="store_true", help="列出名单")
        self.unmasked_arguments(parser)

    def work(self, **options: Any) -> None:
        """Count, and list if asked."""
        region, span = self.region(options["region"]), self._span(options)
        self.actor.require(Action.VIEW, region.path)
        by = [name for name in options["by"].split(",") if name]
        if unknown := [name for name in by if name not in DIMENSIONS]:
            self.fail(f"没有名为 {'、'.join(unknown)} 的分组，可用：{'、'.join(DIMENSIONS)}", WRONG_USAGE)
        try:
            found = asked(region, options["code"], span)
        except UnknownName:
            self.fail(f"{region.name}在{span.last}没有名为“{options['code']}”的人群")
        if by not in ([], ["community"]) and not SUBJECTS[found[0][1].subject].is_marked:
            self.fail("居民以外的人群只能按社区（community）分组", WRONG_USAGE)
        with reading_all():
            answer = {
                "population": options["code"],
                "region": region.code,
                "from": span.first,
                "to": span.last,
                **self._answer(found, span, by, options),
            }
        self._print(answer)

    def _span(self, options: dict[str, Any]) -> Span:
        if options["on"]:
            return span_of(day(options["on"]), day(options["on"]), self.today)
        if options["first"] and options["last"]:
            return span_of(day(options["first"]), day(options["last"]), self.today)
        self.fail("请给出 --on 日期，或 --from 与 --to 日期", WRONG_USAGE)

    def _answer(self, found: Asked, span: Span, by: list[str], options: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = {}
        if by:
            is_marked = SUBJECTS[found[0][1].subject].is_marked
            answer["by"] = sizes(found, span, by) if is_marked else sizes_by_community(found, span)
            answer["size"] = sum(group["size"] for group in answer["by"])
        if options["members"] or not by:
            ids = member_ids(found, span)
            answer["size"] = len(ids)
            if options["members"]:
                answer["members"] = self._keys(found, ids, options)
        return answer

    def _keys(self, found: Asked, ids: list[int], options: dict[str, Any]) -> list[str]:
        subject = SUBJECTS[found[0][1].subject]
        keys = subject.keys(ids)
        if subject.code == "resident":
            keys = self.shown_numbers(keys, options, options["code"])
        return sorted(keys.values())

    def _print(self, answer: dict[str, Any]) -> None:
        if self.as_json:
            self.show(answer)
            return
        self.stdout.write(f"{answer['population']}：{answer['size']}")
        for group in answer.get("by", []):
            self.stdout.write("  " + "  ".join(f"{name}={value}" for name, value in group.items()))
        for key in answer.get("members", []):
            self.stdout.write(f"  {key}")
