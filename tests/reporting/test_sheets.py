"""The official workbook of a report, read back cell by cell."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoDbBlocker
from python_calamine import CalamineWorkbook

from jiceng.core.spans import parse_period
from jiceng.policy.figures import reading_all
from jiceng.reporting.services.reports import Report, report
from jiceng.reporting.services.sheets import write_sheet
from tests.oracle.cities import answer
from tests.oracle.small import ACROSS, HERE, NEXT
from tests.reporting.quarter import FORM, PERIOD, STREET, Quarter, prepared


@pytest.fixture(scope="module")
def prepared_quarter(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Quarter]:
    with prepared(django_db_blocker) as quarter:
        yield quarter


@pytest.fixture
def quarter(prepared_quarter: Quarter) -> Iterator[Quarter]:
    with prepared_quarter.undone():
        yield prepared_quarter


def standing(quarter: Quarter, path: str = HERE) -> Report:
    with reading_all():
        return report(quarter.world.regions[path], FORM, parse_period(PERIOD), quarter.today)


def rows_of(content: bytes) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("is_submitted", [False, True])
def test_the_workbook_holds_every_cell(quarter: Quarter, is_submitted: bool) -> None:
    if is_submitted:
        quarter.submit()
    found = standing(quarter)
    rows = rows_of(write_sheet(found))
    assert rows[0][0] == found.form.label
    assert "填报单位：南地社区" in rows[1][0] and "报告期：2026年第三季度" in rows[1][0]
    assert ("状态：已上报" if is_submitted else "状态：草稿") in rows[1][0]
    head = next(n for n, row in enumerate(rows) if row[0] == "项目")
    assert rows[head][1:] == [column.label for column in found.form.column]
    for row, said in zip(found.form.row, rows[head + 1 :], strict=False):
        assert said[0] == row.label
        for column, value in zip(found.form.column, said[1:], strict=True):
            expected = found.cells[row.code].get(column.code)
            assert value == ("—" if expected is None else float(expected)), (row.code, column.code)
    foot = "\n".join(str(row[0]) for row in rows[head + 1 + len(found.form.row) :])
    assert "单位负责人" in foot and "依据：三(三)2" in foot
    assert ("第1版" if is_submitted else "未上报") in foot


def test_a_rate_of_nobody_is_a_dash(quarter: Quarter) -> None:
    quarter.on("2026-10-03")
    with reading_all():
        empty = report(quarter.world.regions[STREET], FORM, parse_period("2015Q1"), quarter.today)
    rate = next(row for row in rows_of(write_sheet(empty)) if row[0] == "登记失业率(%)")
    assert rate[1:] == ["—"] * 5


# The command


def test_the_command_prints_the_report_as_json(quarter: Quarter) -> None:
    said = answer("report", FORM, "--region", STREET, "--period", PERIOD)
    found = standing(quarter, STREET)
    assert (said["form"], said["region"], said["period"]) == (FORM, "210502001000", PERIOD)
    assert (said["state"], said["incomplete"]) == ("draft", [f"{HERE}", f"{NEXT}"])
    assert list(said["cells"]) == [row.code for row in found.form.row]
    assert said["cells"]["employed"] == found.cells["employed"]
    assert said["cells"]["unemployment_rate"] == {"total": float(found.cells["unemployment_rate"]["total"])}


def test_the_command_moves_the_report_and_keeps_its_figures(quarter: Quarter) -> None:
    where = ("report", FORM, "--region", HERE, "--period", PERIOD)
    states = [
        answer(*where, *act)["state"]
        for act in (
            ("--act", "submit"),
            ("--act", "return", "--reason", "有误"),
            ("--act", "submit"),
            ("--act", "accept"),
        )
    ]
    assert states == ["submitted", "returned", "submitted", "accepted"]
    assert answer(*where)["cells"] == answer(*where, "--live")["cells"]


def test_the_command_writes_the_workbook(quarter: Quarter, tmp_path: Path) -> None:
    file = tmp_path / "report.xlsx"
    answer("report", FORM, "--region", ACROSS, "--period", PERIOD, "-o", str(file))
    assert rows_of(file.read_bytes()) == rows_of(write_sheet(standing(quarter, ACROSS)))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((FORM, "--region", HERE, "--period", "2026Q9"), 2),
        ((FORM, "--region", HERE, "--period", "2027Q1"), 1),
        ((FORM, "--region", HERE, "--period", PERIOD, "--act", "accept"), 1),
        ((FORM, "--region", HERE, "--period", PERIOD, "--act", "return"), 1),
        (("no-such-form", "--region", HERE, "--period", PERIOD), 1),
        ((FORM, "--region", "999999", "--period", PERIOD), 1),
    ],
)
def test_exit_codes(quarter: Quarter, arguments: tuple[str, ...], code: int) -> None:
    with pytest.raises(CommandError) as error:
        call_command("report", *arguments)
    assert error.value.returncode == code
