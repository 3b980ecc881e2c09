"""The algebra of sets: one tree, read as a WHERE, as marks of a pass and by `holds`, gives the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from jiceng.core.statistics import refresh_statistics
from jiceng.demo.city import Community, generate
from jiceng.policy.figures import Pass, members
from jiceng.policy.force import Area
from jiceng.policy.sets import All, AnyOf, Not, Set, Via, Was, everybody, leaf
from jiceng.policy.vocabulary import LEAVES, NAMED, SUBJECTS, Span, carrying
from tests.loading import Loaded
from tests.oracle.city_rows import rows_of
from tests.oracle.small import ACROSS, HERE, NEXT
from tests.worlds import World, whole

TODAY = dt.date(2026, 9, 30)
SPAN = Span(dt.date(2026, 7, 1), TODAY)
LEFT_ON = (dt.date(2026, 7, 1), dt.date(2026, 8, 9), TODAY)


@pytest.fixture(scope="module")
def areas(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Area]]:
    """The city, and one community, over a few hundred people of whom some move, die or leave."""
    places = [Community(code, code) for code in (HERE, NEXT, ACROSS)]
    rows = rows_of(generate(250, 4, TODAY, places, zero_share=0.3, moved_share=0.1), acts=True)
    moved = {move["number"] for move in rows["moves"]}
    numbers = sorted({row["公民身份号码"] for row in rows["residents"]} - moved)
    rows["departures"] = [{"number": number, "on": LEFT_ON[i % 3]} for i, number in enumerate(numbers[::12])]
    with django_db_blocker.unblock(), whole():
        world = World()
        Loaded(rows, TODAY)
        refresh_statistics()
        yield [world.area("2105", "2026-09-30"), world.area(HERE, "2026-09-30")]


def condition_leaves() -> st.SearchStrategy[Set]:
    ages = st.integers(0, 80)
    flags = ("laid_off", "resettled", "student", "job_wish")
    return st.one_of(
        st.just(leaf(LEAVES["female"])),
        st.just(leaf(LEAVES["urban"])),
        st.builds(lambda age, sex: leaf(LEAVES["aged"], at_least=age, sex=sex), ages, st.sampled_from("FM")),
        st.builds(lambda age: leaf(LEAVES["aged"], under=age), ages),
        st.builds(
            lambda field, value: leaf(LEAVES["flag"], field=field, value=value),
            st.sampled_from(flags),
            st.booleans(),
        ),
        st.builds(lambda level: leaf(LEAVES["ability"], level=level), st.sampled_from(["normal", "lost"])),
    )


def register_leaves() -> st.SearchStrategy[Set]:
    words = ("employed", "registration_open", "hardship", "newly_employed", "re_employed")
    return st.one_of(
        st.sampled_from([leaf(LEAVES[word]) for word in words]),
        st.builds(lambda form: leaf(LEAVES["employed"], form=form), st.sampled_from(["010", "022"])),
        st.sampled_from([NAMED["registered_unemployed"], NAMED["hardship_employed"]]),
    )


def grown(trees: st.SearchStrategy[Set]) -> st.SearchStrategy[Set]:
    events = st.sampled_from(["employment_started", "registered", "re_employment"])
    few = st.lists(trees, max_size=3).map(tuple)
    return st.one_of(
        st.builds(lambda sets: All(sets, "resident"), few),
        st.builds(lambda sets: AnyOf(sets, "resident"), few),
        st.builds(lambda inner: ~inner, trees),
        st.builds(lambda inner: Via("household", Via("member", inner, "household"), "resident"), trees),
        st.builds(
            lambda inner: Via("household", Not(Via("member", inner, "household"), "household"), "resident"),
            trees,
        ),
        st.builds(
            lambda inner, event, days: Was(inner, event, days, "resident"), trees, events, st.integers(0, 40)
        ),
    )


LEAF = st.one_of(condition_leaves(), register_leaves(), st.just(everybody("resident")))
TREES = st.recursive(LEAF, grown, max_leaves=6)
# Trees are small enough to be read as they are; to shrink one takes minutes.
EXAMPLES = settings(max_examples=40, deadline=None, derandomize=True, phases=[Phase.generate])


def by_where(area: Area, s: Set) -> set[int]:
    return {pk for pk, _ in members(area, SPAN, s)}


def by_marks(area: Area, s: Set) -> set[int]:
    one = Pass(area, SUBJECTS["resident"], SPAN, [s])
    return {pk for pk, _, present, mask in one.subjects() if one.counts(s, present, mask)}


def by_leaves(area: Area, s: Set) -> set[int]:
    """Everybody in place, asked by `holds` with the WHERE of each leaf alone."""
    located = SUBJECTS["resident"].located
    with_gone = area.cut(carrying(located(SPAN, True), SPAN))
    answers = {
        part: set(with_gone.filter(part.q()).values_list("resident_id", flat=True)) for part in s.leaves()
    }
    in_place = area.cut(carrying(located(SPAN, s.is_flow), SPAN)).values_list("resident_id", flat=True)
    return {pk for pk in in_place if s.holds(lambda part, pk=pk: pk in answers[part])}


@EXAMPLES
@given(tree=TREES)
def test_all_readings_agree(areas: list[Area], tree: Set) -> None:
    for area in areas:
        expected = by_leaves(area, tree)
        assert by_where(area, tree) == expected
        assert by_marks(area, tree) == expected


@settings(EXAMPLES, max_examples=12)
@given(a=TREES, b=TREES)
def test_laws_of_sets(areas: list[Area], a: Set, b: Set) -> None:
    city, _ = areas
    for one, same in (
        (~(a & b), ~a | ~b),
        (~(a | b), ~a & ~b),
        (~~a, a),
    ):
        assert by_where(city, one) == by_where(city, same)
        assert by_marks(city, one) == by_marks(city, same)


@EXAMPLES
@given(a=TREES)
def test_a_set_and_its_complement_are_everybody(areas: list[Area], a: Set) -> None:
    city, _ = areas
    both = by_where(city, a), by_where(city, ~a)
    assert not both[0] & both[1]
    # A flow counts also those who died or left in the span, and so does its complement.
    there = SUBJECTS["resident"].located(SPAN, a.is_flow)
    assert both[0] | both[1] == set(city.cut(there).values_list("resident_id", flat=True))


def test_nobody_and_everybody(areas: list[Area]) -> None:
    city, _ = areas
    everyone, nobody = everybody("resident"), AnyOf((), "resident")
    women = leaf(LEAVES["female"])
    assert by_where(city, nobody) == by_where(city, ~everyone) == by_marks(city, ~everyone) == set()
    assert by_where(city, everyone) == by_where(city, women | everyone) == by_where(city, ~nobody) != set()


def test_equal_sets_are_one() -> None:
    assert leaf(LEAVES["employed"], form="010") == leaf(LEAVES["employed"], form="010")
    assert (
        len(
            {
                ~(leaf(LEAVES["female"]) & leaf(LEAVES["urban"])),
                ~(leaf(LEAVES["female"]) & leaf(LEAVES["urban"])),
            }
        )
        == 1
    )
