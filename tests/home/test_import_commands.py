"""`jiceng import` and `jiceng export` (contracts, section 2): what they print, and their exit codes."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jiceng.accounts.models import AuditEntry
from jiceng.core import scope
from jiceng.core.spreadsheets import read_table
from jiceng.residents.models import Resident
from tests.factories import ACROSS, CITY, HERE, STREET, TODAY, MiniCity
from tests.files import ANNA, BORIS, NUMBER, csv_of, person


@pytest.fixture
def file(db, tmp_path, monkeypatch):
    """Give a function that writes rows into a file of that name."""
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    MiniCity(with_pack=False)

    def write(*rows, name="residents.csv"):
        path = tmp_path / name
        path.write_bytes(csv_of(rows))
        return path

    return write


def failure(*arguments, **options):
    with pytest.raises(CommandError) as caught:
        call_command(*arguments, **options)
    return caught.value


def whole(model, **where):
    with scope.entered(scope.WHOLE):
        return list(model.objects.filter(**where))


def test_import_prints_one_document(file, capsys):
    call_command("import", "residents", file(person(ANNA), {**person(BORIS), "备注": "x"}), format="json")
    assert json.loads(capsys.readouterr().out) == {
        "rows": 2,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
        "unknown_columns": ["备注"],
        "rejects": [],
    }


def test_rejected_rows_are_listed_and_written_while_the_others_go_in(file, capsys, tmp_path):
    path, rejects = file(person(ANNA), person("123")), tmp_path / "rejects.xlsx"
    error = failure("import", "residents", path, format="json", rejects=rejects)
    assert error.returncode == 3
    (reject,) = json.loads(capsys.readouterr().out)["rejects"]
    assert set(reject) == {"row", "field", "value", "reason"}
    assert (reject["row"], reject["field"], reject["value"]) == (3, NUMBER, "***")
    assert len(whole(Resident)) == 1
    ((_, cells),) = read_table(rejects).rows
    assert cells[1] == "123" and reject["reason"] == cells[-1]


def test_import_speaks_to_people_too(file, capsys):
    failure("import", "residents", file(person(ANNA), person("123")))
    out = capsys.readouterr().out
    assert "共2行，新建1，更新0，无变化0，退回1" in out and "第3行" in out


@pytest.mark.parametrize(
    ("arguments", "options", "code"),
    [
        (["residents", "missing.csv"], {}, 1),
        (["residents", "{file}"], {"region": "2199"}, 1),
        (["residents", "{file}"], {"region": "本溪"}, 1),
        (["visits", "{file}"], {}, 1),
        (["residents", "{file}"], {"rejects": Path("rejects.doc")}, 2),
    ],
)
def test_what_cannot_be_done_changes_nothing(file, arguments, options, code):
    path = str(file(person(ANNA)))
    arguments = [path if argument == "{file}" else argument for argument in arguments]
    assert failure("import", *arguments, **options).returncode == code
    assert whole(Resident) == []


def test_people_outside_the_region_are_out_of_scope(file):
    path = file(person(ANNA), person(BORIS, community=ACROSS))
    assert failure("import", "residents", path, region=STREET).returncode == 3
    assert [resident.path for resident in whole(Resident)] == [HERE]


def test_a_dry_run_leaves_nothing_but_is_logged(file):
    call_command("import", "residents", file(person(ANNA)), dry_run=True)
    assert whole(Resident) == []
    (entry,) = whole(AuditEntry, action="import_ledger")
    assert (entry.role, entry.detail["dry_run"], entry.detail["created"]) == ("administrator", True, 1)


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_an_export_is_masked_and_logged(file, tmp_path, name):
    call_command("import", "residents", file(person(ANNA)))
    call_command("export", "residents", region=CITY, output=tmp_path / name)
    table = read_table(tmp_path / name)
    ((_, cells),) = table.rows
    row = dict(zip(table.headers, cells, strict=True))
    assert (row["姓名"], row[NUMBER]) == ("王小明", f"{ANNA[:6]}********{ANNA[-4:]}")
    assert not {"出生日期", "年龄"} & set(row)
    assert len(whole(AuditEntry, action="export_ledger")) == 1


def test_whole_numbers_need_a_reason_and_are_logged_with_it(file, tmp_path):
    call_command("import", "residents", file(person(ANNA)))
    options = {"region": CITY, "output": tmp_path / "out.csv", "unmasked": True}
    assert failure("export", "residents", **options).returncode == 2
    call_command("export", "residents", **options, reason="上级检查")
    assert ANNA in (tmp_path / "out.csv").read_text("utf-8-sig")
    (entry,) = whole(AuditEntry, action="export_ledger_unmasked")
    assert (entry.reason, entry.detail["rows"]) == ("上级检查", 1)


def test_an_export_is_as_on_the_day_and_of_the_region(file, tmp_path):
    call_command("import", "residents", file(person(ANNA, 联系电话="1"), person(BORIS, community=ACROSS)))
    call_command("import", "residents", file(person(ANNA, 联系电话="2", 调查日期="2026-06-01")))
    phones = {}
    for on in ("2026-05-31", "2026-06-01"):
        call_command("export", "residents", region=HERE, on=on, output=tmp_path / "out.csv")
        table = read_table(tmp_path / "out.csv")
        ((_, cells),) = table.rows
        phones[on] = dict(zip(table.headers, cells, strict=True))["联系电话"]
    assert phones == {"2026-05-31": "1", "2026-06-01": "2"}
    future = failure("export", "residents", region=HERE, on="2026-09-16", output=tmp_path / "out.csv")
    assert future.returncode == 1


def test_past_imports_are_listed_and_undone(file, capsys):
    call_command("import", "residents", file(person(ANNA)), region=HERE)
    capsys.readouterr()
    call_command("imports", format="json", region=STREET)
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["ledger"], row["file"], row["created"]) == ("residents", "residents.csv", 1)
    assert failure("imports", undo=row["run"]).returncode == 2
    assert failure("imports", undo=999_999, reason="选错").returncode == 1
    call_command("imports", undo=row["run"], reason="选错", format="json")
    assert json.loads(capsys.readouterr().out) == {"run": row["run"], "voided": 3, "restored": 0}
    assert whole(Resident) == []
    assert "没有可以撤销" in str(failure("imports", undo=row["run"], reason="选错"))


def test_a_dry_run_is_no_past_import(file, capsys):
    call_command("import", "residents", file(person(ANNA)), dry_run=True)
    capsys.readouterr()
    call_command("imports", format="json")
    assert json.loads(capsys.readouterr().out) == []


@pytest.mark.parametrize("kind", ["missing", "folder", "unwritable"])
def test_trouble_with_files_is_told_in_chinese(file, tmp_path, kind):
    path = file(person(ANNA))
    if kind == "missing":
        error = failure("import", "residents", tmp_path / "没有.csv")
    elif kind == "folder":
        error = failure("import", "residents", tmp_path)
    else:
        call_command("import", "residents", path)
        error = failure("export", "residents", region=HERE, output=tmp_path / "没有" / "out.csv")
        assert "out.csv" in str(error) and ".part" not in str(error)
    assert "Errno" not in str(error) and "没有文件" in str(error) and error.returncode == 1


def test_an_export_has_a_known_kind(file, tmp_path):
    assert failure("export", "residents", region=HERE, output=tmp_path / "out.pdf").returncode == 2
