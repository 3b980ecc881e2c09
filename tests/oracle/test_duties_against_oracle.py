"""The duties of the product against the oracle, seen on several days, as known on each of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.oracle.cities import CITY, COMMUNITIES, COUNTY, STREET, TODAY, answer, made_up, opened
from tests.oracle.compare import duty_differences
from tests.oracle.oracle import Oracle
from tests.worlds import day

SEEN_ON = ("2024-03-31", "2025-02-28", "2025-12-31", "2026-01-01", "2026-06-30", "2026-09-12", "2026-10-20")
SPANS = (("", ""), ("2025-07-01", "2026-03-31"), ("2026-10-01", "2027-02-01"))


@pytest.fixture(scope="module", params=[True, False], ids=["history", "known from today"])
def oracle(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Oracle]:
    _, rows = made_up(300)
    # Two waivers: a follow-up that is due in their span, and a closed quarter of an office.
    of_somebody = {"duty": "bx-follow-up", "subject": rows["determinations"][0]["公民身份号码"]}
    of_an_office = {"duty": "bx-quarterly-update", "subject": f"office:{COMMUNITIES[0].code}"}
    rows["waivers"] = [
        one | {"from": "2025-06-30", "until": "2026-07-10"} for one in (of_somebody, of_an_office)
    ]
    if not request.param:
        # Visits of a City name their own day of entry; without history they too are known from today.
        rows["visits"] = [
            {header: value for header, value in row.items() if header != "known_on"} for row in rows["visits"]
        ]
    with django_db_blocker.unblock(), opened(rows, history=request.param) as oracle:
        yield oracle


@pytest.mark.parametrize("on", SEEN_ON)
def test_duties_seen_on_a_day(oracle: Oracle, on: str) -> None:
    for first, last in SPANS:
        span = ("--from", first, "--to", last) if first else ()
        days = (day(first), day(last)) if first else (None, None)
        said = answer("duties", "--region", CITY, "--on", on, *span)
        assert duty_differences(oracle, said, *days) == []


@pytest.mark.parametrize("region", [COMMUNITIES[0].code, COMMUNITIES[2].code, STREET, COUNTY])
def test_duties_of_a_part(oracle: Oracle, region: str) -> None:
    said = answer("duties", "--region", region, "--on", "2026-09-12")
    assert duty_differences(oracle, said) == []
    if oracle.ledgers.history:
        assert {one["duty"] for one in said["duties"]} == {
            "bx-follow-up",
            "bx-zero-household",
            "bx-quarterly-update",
        }


def test_duties_of_one_kind_and_status(oracle: Oracle) -> None:
    for status in ("open", "done", "missed", "overdue", "late", "waived"):
        said = answer("duties", "--region", CITY, "--on", TODAY.isoformat(), "--status", status)
        assert duty_differences(oracle, said, status=status) == []
