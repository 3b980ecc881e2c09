"""Whole ledgers of a made-up city: the order of files and rows does not matter, and twice is once."""

from random import Random

import pytest
from django.db import transaction

from jiceng.core import scope
from jiceng.demo.city import generate
from jiceng.demo.rows import Community
from tests.factories import ACROSS, FAR, HERE, NEXT, TODAY, MiniCity
from tests.files import ALL_LEDGERS, Desk

LATER = ("unemployment", "determinations", "recognitions", "visits", "employment")


@pytest.fixture(scope="module")
def files():
    """The files of a city of 150 residents in the communities of the mini city."""
    communities = [Community(path.ljust(12, "0"), "社区") for path in (HERE, NEXT, ACROSS, FAR)]
    return generate(150, seed=7, today=TODAY, communities=communities, zero_share=0.3).files()


@pytest.fixture
def desk(db):
    with scope.entered(scope.WHOLE):
        yield Desk(MiniCity())


def load(desk, files, order=LATER, mixed=None):
    """Import the files, residents and employers first; with `mixed` their rows in another order."""
    for ledger in ("residents", "employers", *order):
        for _, _, rows in (file for file in files if file[0] == ledger):
            rows = mixed.sample(rows, len(rows)) if mixed else rows
            outcome = desk.load(ledger, *rows, history=True) if rows else None
            assert outcome is None or not outcome.rejects


def registers(desk):
    return {ledger: sorted(desk.export(ledger).splitlines()) for ledger in ALL_LEDGERS}


def test_every_ledger_goes_in_once_and_nothing_changes_the_second_time(desk, files):
    load(desk, files)
    before = registers(desk)
    assert all(len(before[ledger]) > 1 for ledger, _, rows in files if rows)
    for ledger, _, rows in files:
        again = desk.load(ledger, *rows)
        assert (again.rows, again.unchanged) == (len(rows), len(rows))
    assert registers(desk) == before


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_files_and_rows_does_not_matter(desk, files, seed):
    with transaction.atomic():
        load(desk, files)
        expected = registers(desk)
        transaction.set_rollback(True)
    mixed = Random(seed)
    load(desk, files, mixed.sample(LATER, len(LATER)), mixed)
    assert registers(desk) == expected


def test_whole_exports_import_again_unchanged(desk, files):
    load(desk, files)
    for ledger in {ledger for ledger, _, rows in files if rows}:
        for kind in ("csv", "xlsx"):
            again = desk.load_file(ledger, desk.export(ledger, kind=kind), f"台账.{kind}")
            assert again.rows and again.unchanged == again.rows
