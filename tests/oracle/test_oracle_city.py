"""The oracle over a made-up city and the border cases: sums, and agreement between its own parts."""

from __future__ import annotations

from datetime import date

import pytest

from jiceng.demo.city import Community, generate, generate_border_cases
from tests.oracle.city_rows import rows_of
from tests.oracle.oracle import Oracle
from tests.oracle.periods import period_span

TODAY = date(2026, 9, 15)
COMMUNITIES = [
    Community("210502001001", "东明社区"),
    Community("210502001002", "平山社区"),
    Community("210503002001", "河东社区"),
]
QUARTERS = ("2025Q4", "2026Q1", "2026Q2", "2026Q3")


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    city = generate(900, 5, TODAY, COMMUNITIES, zero_share=0.1, moved_share=0.02)
    city.extend(generate_border_cases(TODAY, COMMUNITIES))
    return Oracle(rows_of(city, acts=True), COMMUNITIES, TODAY)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_a_parent_is_the_sum_of_its_children(oracle: Oracle, quarter: str) -> None:
    for parent, children in (("2105", ("210502", "210503")), ("210502", ("210502001001", "210502001002"))):
        cells, parts = oracle.report(parent, quarter), [oracle.report(child, quarter) for child in children]
        for row, columns in cells.items():
            if row != "unemployment_rate":
                for column, number in columns.items():
                    assert number == sum(part[row][column] or 0 for part in parts), (row, column)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_cells_agree_with_populations_and_among_themselves(oracle: Oracle, quarter: str) -> None:
    first, last = period_span(quarter)
    last = min(last, TODAY)
    for row, columns in oracle.report("210502", quarter).items():
        if "urban" in columns:
            assert columns["total"] == oracle.size(row, "210502", first, last)
            assert columns["total"] == sum(columns[name] or 0 for name in ("urban", "rural", "other"))
    sizes = {name: oracle.members(name, "2105", first, last) for name in ("newly_employed", "re_employed")}
    assert sizes["re_employed"] < sizes["newly_employed"]
    assert oracle.members("re_employed_hardship", "2105", first, last) < sizes["re_employed"]


def test_every_status_occurs(oracle: Oracle) -> None:
    found = {(one["duty"], one["status"]) for one in oracle.duties("2105", TODAY, date(2025, 1, 1))}
    statuses = {
        "bx-follow-up": {"open", "done", "missed"},
        "bx-zero-household": {"open", "done", "late", "overdue", "missed"},
        "bx-quarterly-update": {"open", "done", "late", "overdue"},
    }
    assert found == {(duty, status) for duty, some in statuses.items() for status in some}
