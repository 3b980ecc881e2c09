"""What is lacking is told exactly of those who are not in the set."""

import datetime as dt
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from jiceng.policy.force import Policy
from jiceng.policy.lacking import lacking
from jiceng.policy.sets import All, AnyOf, Named, Not, leaf
from jiceng.policy.vocabulary import LEAVES

DAY = dt.date(2026, 9, 15)
NO_PACKS = Policy(None, DAY, {})  # type: ignore[arg-type]
RESIDENT = SimpleNamespace(birth=dt.date(1990, 1, 1), get_sex_display=lambda: "女")
WORDS = [
    leaf(LEAVES["female"]),
    leaf(LEAVES["aged"], at_least=40),
    leaf(LEAVES["employed"]),
    leaf(LEAVES["aged"], under=60),
]
SETS = st.recursive(
    st.sampled_from(WORDS),
    lambda inner: st.one_of(
        st.builds(lambda parts: All(tuple(parts), "resident"), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda parts: AnyOf(tuple(parts), "resident"), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda part: Not(part, "resident"), inner),
        st.builds(lambda part: Named("category", "类别", "一", part, "resident"), inner),
    ),
    max_leaves=6,
)


def told(some_set, answers):
    """The conditions that are told."""
    row = SimpleNamespace(resident=RESIDENT)
    return lacking(some_set, lambda asked: answers[WORDS.index(asked)], NO_PACKS, row, DAY)


@given(SETS, st.tuples(*[st.booleans()] * len(WORDS)))
def test_something_is_lacking_exactly_where_the_set_does_not_hold(some_set, answers):
    holds = some_set.holds(lambda asked: answers[WORDS.index(asked)])
    found = told(some_set, answers)
    assert bool(found) == (not holds)
    assert all(each.text for each in found)


def test_each_condition_is_told_with_the_facts_that_it_reads():
    female, old, works, _ = WORDS
    asked = All((female, old, Not(works, "resident")), "resident")
    found = told(asked, (True, False, True, True))
    assert [each.text for each in found] == ["年满40周岁的居民", "属于排除情形：从业人员"]
    assert dict(found[0].facts)["年龄"] == 36 and found[1].facts == ()
