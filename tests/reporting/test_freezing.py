"""Frozen figures and the people behind them stay as they were, whatever services do afterwards (P3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from jiceng.accounts.acts import void_row
from jiceng.core.secrets import cipher
from jiceng.core.spans import parse_period
from jiceng.employment.models import Employment
from jiceng.policy import packs
from jiceng.policy.figures import reading_all
from jiceng.policy.models import Enactment
from jiceng.policy.services import enact
from jiceng.policy.vocabulary import LEAVES
from jiceng.regions.services import merge_regions, rename_region
from jiceng.reporting.models import Freeze, FrozenSubject
from jiceng.reporting.services.freezing import counted_cells
from jiceng.reporting.services.reports import Report, report
from jiceng.residents.choices import DepartureKind
from jiceng.residents.models import IdentityClaim, Resident
from jiceng.residents.services import move_resident, record_departure
from jiceng.residents.services.registering import correct_name
from tests.oracle.small import ACROSS, HERE
from tests.reporting.quarter import CITY, FORM, PERIOD, STREET, Quarter, employ, prepared


@pytest.fixture(scope="module")
def prepared_quarter(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Quarter]:
    with prepared(django_db_blocker) as quarter:
        yield quarter


@pytest.fixture
def quarter(prepared_quarter: Quarter) -> Iterator[Quarter]:
    with prepared_quarter.undone():
        yield prepared_quarter


def standing(quarter: Quarter, path: str = HERE, *, live: bool = False) -> Report:
    with reading_all():
        return report(quarter.world.regions[path], FORM, parse_period(PERIOD), quarter.today, live=live)


def kept() -> list[dict[str, Any]]:
    """Every frozen row, with its bits, names and ciphertext."""
    return list(FrozenSubject.objects.order_by("pk").values())


def somebody(birth: str) -> Resident:
    """A person of the first community."""
    return Resident.objects.get(region__path=HERE, birth=birth)


def rename(quarter: Quarter) -> None:
    actor, person = quarter.world.actor(), somebody("1985-05-05")
    correct_name(actor=actor, resident=person, name="新名", today=quarter.today)


def void(quarter: Quarter) -> None:
    job = Employment.objects.get(resident=somebody("1985-05-05"))
    void_row(actor=quarter.world.actor(), row=job, reason="录入错误", today=quarter.today)


def move(quarter: Quarter) -> None:
    claim = IdentityClaim.objects.get(resident_id=somebody("1985-05-05").pk)
    target, on = quarter.world.regions[ACROSS], dt.date(2026, 8, 1)
    move_resident(
        actor=quarter.world.actor(), claim=claim, to_region=target, on=on, reason="迁居", today=quarter.today
    )


def depart(quarter: Quarter) -> None:
    person, kind = somebody("1985-05-05"), DepartureKind.DIED
    on = dt.date(2026, 9, 1)
    record_departure(actor=quarter.world.actor(), resident=person, on=on, kind=kind, today=quarter.today)


def rename_community(quarter: Quarter) -> None:
    region, on = quarter.world.regions[HERE], quarter.today
    rename_region(actor=quarter.world.actor(), region=region, name="新社区", on=on, reason="更名", today=on)


def merge(quarter: Quarter) -> None:
    into, old, on = quarter.world.regions["210503002"], quarter.world.regions[STREET], quarter.today
    merge_regions(actor=quarter.world.actor(), into=into, from_=[old], on=on, reason="撤并", today=on)


def change_policy(quarter: Quarter) -> None:
    text = packs.shipped()["benxi-2009"].replace("under = 60", "under = 40")
    enact(actor=quarter.world.actor(), text=text, region=quarter.world.regions[CITY], today=quarter.today)


CHANGES = [rename, void, move, depart, rename_community, merge, change_policy]


@pytest.mark.parametrize("change", CHANGES, ids=[change.__name__ for change in CHANGES])
def test_nothing_changes_a_frozen_report_or_its_people(quarter: Quarter, change: Any) -> None:
    quarter.submit_street()
    cells = {path: standing(quarter, path).cells for path in (HERE, STREET)}
    rows = kept()
    live = standing(quarter, HERE, live=True).cells
    change(quarter)
    assert {path: standing(quarter, path).cells for path in (HERE, STREET)} == cells
    assert kept() == rows
    if change in (void, depart, change_policy):
        assert standing(quarter, HERE, live=True).cells != live  # the change is a real one


def test_the_frozen_cells_are_the_live_ones_of_that_moment(quarter: Quarter) -> None:
    live = standing(quarter).cells
    quarter.submit()
    frozen = standing(quarter)
    assert frozen.is_frozen
    assert {row: dict(columns) for row, columns in frozen.cells.items()} == {
        row: {c: v if v is None or isinstance(v, int) else float(v) for c, v in columns.items()}
        for row, columns in live.items()
    }
    assert any(columns["total"] for columns in live.values())


def test_the_cells_are_counted_from_the_frozen_rows(quarter: Quarter) -> None:
    quarter.submit()
    freeze = Freeze.objects.get()
    form = standing(quarter).form
    counts = counted_cells(form, FrozenSubject.objects.all(), freeze.rows, freeze.columns)
    assert counts == {
        (row.code, column): freeze.cells[row.code][column]
        for row in form.row
        if row.formula is None
        for column in freeze.cells[row.code]
    }


def test_a_person_is_one_row_and_every_month_of_a_duty_another(quarter: Quarter) -> None:
    quarter.submit()
    people = FrozenSubject.objects.filter(subject="resident", since=None).values_list("subject_id", flat=True)
    assert len(people) == len(set(people)) > 8
    months = FrozenSubject.objects.exclude(since=None).values_list("subject_id", "since")
    assert [since.month for _, since in months.order_by("since")] == [7, 8, 9]
    assert len({pk for pk, _ in months}) == 1


def test_the_number_is_kept_encrypted_and_households_have_none(quarter: Quarter) -> None:
    quarter.submit()
    row = FrozenSubject.objects.filter(subject="resident", subject_id=somebody("1985-05-05").pk).first()
    assert row.display == "1" + "1985-05-05"
    assert cipher().decrypt(bytes(row.number_cipher))[6:14] == "19850505"
    homes = FrozenSubject.objects.filter(subject="household")
    assert {(home.display.endswith("户"), home.number_cipher) for home in homes} == {(True, None)}


def test_a_freeze_remembers_the_definitions_it_was_made_with(quarter: Quarter) -> None:
    quarter.submit()
    definition = Freeze.objects.get().definition
    assert definition["packs"] == {"benxi-2009": Enactment.objects.get().digest}
    assert definition["words"] == {word.code: word.version for word in LEAVES.values()}


def test_a_parent_freezes_figures_and_its_people_are_those_of_the_children(quarter: Quarter) -> None:
    quarter.submit_street()
    street = Freeze.objects.get(path=STREET)
    assert not street.subjects.exists()
    assert street.cells["employed"]["total"] == sum(
        freeze.cells["employed"]["total"] for freeze in Freeze.objects.exclude(pk=street.pk)
    )


def test_a_pack_that_takes_effect_after_the_period_does_not_reach_it(quarter: Quarter) -> None:
    before = standing(quarter, live=True).cells
    text = (
        packs.shipped()["benxi-2009"].replace("under = 60", "under = 40").replace("2009-06-06", "2026-10-01")
    )
    enact(actor=quarter.world.actor(), text=text, region=quarter.world.regions[CITY], today=quarter.today)
    assert standing(quarter, live=True).cells == before


def test_what_is_entered_after_the_freeze_changes_live_figures_only(quarter: Quarter) -> None:
    quarter.submit()
    before = standing(quarter).cells["newly_employed"]["total"]
    employ(quarter, HERE)
    assert standing(quarter).cells["newly_employed"]["total"] == before
    assert standing(quarter, live=True).cells["newly_employed"]["total"] == before + 1
