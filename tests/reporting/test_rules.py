"""The pure rules of filings: the table of states, and the arithmetic between cells."""

from decimal import Decimal

import pytest

from jiceng.policy.schema import Form
from jiceng.reporting.rules import added, broken_checks, columns_of, finished, next_state

STATES = ("draft", "submitted", "returned", "accepted", "locked")
MOVES = {
    ("draft", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("submitted", "accept"): "accepted",
    ("submitted", "return"): "returned",
    ("accepted", "return"): "returned",
    ("locked", "return"): "returned",
}
FORM = Form.model_validate(
    {
        "code": "trial",
        "label": "试行",
        "period": "quarter",
        "column": [{"code": "total", "label": "合计"}, {"code": "female", "label": "女", "where": "female"}],
        "row": [
            {"code": "rate", "label": "率", "formula": "out / (out + work) * 100", "digits": 2},
            {"code": "work", "label": "从业", "count": "employed"},
            {"code": "out", "label": "失业", "count": "registered_unemployed"},
            {"code": "homes", "label": "户", "count": "x", "subject": "household", "columns": ["total"]},
        ],
        "check": [
            {"rule": "work >= out", "message": "从业少于失业"},
            {"rule": "work.total >= work.female", "message": "女多于合计"},
        ],
    }
)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", ["submit", "accept", "return"])
def test_every_act_from_every_state(state: str, act: str) -> None:
    assert next_state(state, act) == MOVES.get((state, act))


def test_cells_stand_in_the_order_of_the_form_and_only_where_they_apply() -> None:
    cells = finished(FORM, {("work", "total"): 3, ("out", "total"): 1, ("homes", "total"): 2})
    assert list(cells) == ["rate", "work", "out", "homes"]
    assert cells["homes"] == {"total": 2}
    assert cells["work"] == {"total": 3, "female": 0}
    assert cells["rate"] == {"total": Decimal("25.00"), "female": None}  # nobody to divide by


def test_a_sum_recomputes_rates_from_the_parts() -> None:
    one = {("work", "total"): 1, ("out", "total"): 1}
    other = finished(FORM, {("work", "total"): 7, ("out", "total"): 1})
    assert finished(FORM, added(one, other, FORM))["rate"]["total"] == Decimal("20.00")


def test_a_cell_that_is_missing_in_a_part_adds_nothing() -> None:
    assert added({("work", "total"): 1}, {"work": {"total": None}}, FORM)["work", "total"] == 1


def test_checks_are_asked_in_every_column_and_say_what_is_wrong_once() -> None:
    counts = {("work", "total"): 5, ("out", "total"): 3, ("work", "female"): 1, ("out", "female"): 2}
    assert broken_checks(FORM, finished(FORM, counts)) == ["从业少于失业"]
    assert broken_checks(FORM, finished(FORM, counts | {("work", "female"): 6})) == ["女多于合计"]
    assert broken_checks(FORM, finished(FORM, {})) == []


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ({"count": "x", "subject": "household"}, ["total"]),
        ({"duty": {"duty": "visit", "status": "owed"}}, ["total"]),
        ({"count": "x"}, ["total", "female"]),
        ({"formula": "work / out"}, ["total", "female"]),
        ({"count": "x", "columns": ["female"]}, ["female"]),
    ],
)
def test_only_residents_are_divided_by_columns(row: dict[str, object], columns: list[str]) -> None:
    more = Form.model_validate(
        {
            **FORM.model_dump(by_alias=True, exclude={"row", "check"}),
            "row": [{"code": "a", "label": "a", **row}],
        }
    )
    assert columns_of(more, more.row[0]) == columns
