"""Which rows of a file cannot stand beside each other or beside what is on file."""

import datetime as dt
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from jiceng.core.importing.spells import Candidate, Days, meetings

ORIGIN = dt.date(2026, 1, 1)


def days(start: int, stop: int | None) -> Days:
    return Days(ORIGIN + dt.timedelta(start), None if stop is None else ORIGIN + dt.timedelta(stop))


def overlap(one: Days, other: Days) -> bool:
    if one.is_empty or other.is_empty:
        return False
    return (one.stop is None or other.start < one.stop) and (other.stop is None or one.start < other.stop)


def rejected(*candidates: Candidate) -> list[int]:
    return [meeting.row for meeting in meetings(candidates)]


def test_touching_spells_do_not_meet_and_empty_ones_never_do():
    assert rejected(Candidate(2, days(0, 5)), Candidate(3, days(5, 9)), Candidate(4, days(3, 3))) == []


def test_the_order_of_the_file_decides_not_that_of_the_days():
    assert rejected(Candidate(2, days(5, None)), Candidate(3, days(0, 6)), Candidate(4, days(0, 5))) == [3]


def test_what_is_on_file_stands_before_every_row():
    assert rejected(Candidate(2, days(0, 6)), Candidate(None, days(5, None))) == [2]


def test_a_row_stands_for_the_spell_that_it_changes():
    assert rejected(Candidate(2, days(0, 5), before=days(0, None)), Candidate(3, days(5, None))) == []


def test_a_spell_stands_as_it_was_when_its_change_is_rejected():
    assert rejected(
        Candidate(None, days(20, 30)),
        Candidate(2, days(0, 25), before=days(0, 10)),
        Candidate(3, days(5, 8)),
        Candidate(4, days(10, 15)),
    ) == [2, 3]


def test_a_meeting_says_with_whom():
    on_file, earlier = meetings(
        [
            Candidate(None, days(0, 5)),
            Candidate(2, days(4, 8)),
            Candidate(3, days(9, None)),
            Candidate(4, days(10, 11)),
        ]
    )
    assert (on_file.row, on_file.earlier_row, str(on_file.days)) == (2, None, "2026-01-01至2026-01-05")
    assert (earlier.row, earlier.earlier_row, str(earlier.days)) == (4, 3, "2026-01-10起")


@st.composite
def files(draw: st.DrawFn) -> tuple[list[Days], list[Days]]:
    """Disjoint spells on file, and rows with starts that differ from each other."""
    bounds = sorted(draw(st.sets(st.integers(0, 40), max_size=8)))
    on_file = [days(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=False)]
    starts = draw(st.lists(st.integers(0, 40), unique=True, max_size=10))
    lengths = st.one_of(st.none(), st.integers(0, 12))
    rows = [days(start, None if (n := draw(lengths)) is None else start + n) for start in starts]
    return on_file, rows


@given(files())
def test_what_remains_is_disjoint_nothing_is_rejected_without_cause_and_twice_is_once(given_files):
    on_file, rows = given_files
    known = {each.start: each for each in on_file}
    said = dict(enumerate(rows, start=2))

    def candidates(register: dict[dt.date, Days]) -> list[Candidate]:
        starts = {each.start for each in rows}
        standing = [Candidate(None, each) for start, each in register.items() if start not in starts]
        return standing + [Candidate(row, each, register.get(each.start)) for row, each in said.items()]

    bad = set(rejected(*candidates(known)))
    after = dict(known) | {each.start: each for row, each in said.items() if row not in bad}
    assert not any(overlap(one, other) for one, other in combinations(after.values(), 2))
    for row in bad:
        others = [*known.values(), *(each for number, each in said.items() if number < row)]
        assert any(overlap(said[row], other) for other in others if other.start != said[row].start)
    assert set(rejected(*candidates(after))) == bad
