"""Finding a resident: what was typed decides the column, within the scope, from an index."""

import pytest

from jiceng.core import scope
from jiceng.core.identity import check_digit
from jiceng.residents.search import LIMIT, find
from tests.oracle.small import ACROSS, HERE
from tests.worlds import day

pytestmark = pytest.mark.django_db
TODAY = day("2026-12-31")


def numbered(body):
    return body + check_digit(body)


def names(typed, path="2105", **options):
    with scope.entered(scope.Scope.of(path)):
        return [each.name for each in find(typed, today=TODAY, **options).residents]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("王", ["王伟明", "王静"]),
        (" 王 静 ", ["王静"]),
        ("伟明", []),
        ("wwm", ["王伟明"]),
        ("WWM", ["王伟明"]),
        ("wj", ["王静"]),
        ("l", ["李春香", "李强"]),
        ("lichunx", ["李春香"]),
        ("zhao wei", ["赵伟明"]),
        ("ｗｊ", ["王静"]),
        ("", []),
        ("!?", []),
    ],
)
def test_names_and_pinyin(site, typed, expected):
    assert sorted(names(typed)) == sorted(expected)


def test_numbers(site):
    resident = site.residents[HERE][0]
    number = site.number_of(resident)
    for typed in (number, f" {number.lower()} ", number[-4:], number[-4:].lower()):
        assert resident.name in names(typed)
    assert names(number) == ["王伟明"]
    assert names(number[:6] + number[8:17]) == ["王伟明"]  # the fifteen digits of an old card


@pytest.mark.parametrize("typed", ["1户", "户1", " １ 户 "])
def test_a_household_is_found_by_its_number(site, typed):
    assert sorted(names(typed, HERE)) == ["王伟明", "王静"]
    assert len(names(typed)) == 6  # a number names a household in each community
    assert names("2户") == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [("12345", "完整的18位"), ("210502198001010011", "有误"), ("#", "请输入"), ("99999", "完整的18位")],
)
def test_what_cannot_be_looked_for_is_told(site, typed, said):
    with scope.entered(scope.WHOLE):
        assert said in find(typed, today=TODAY).message


def test_hits_stay_in_the_scope(site):
    assert names("赵", path=HERE) == []
    assert names(site.number_of(site.residents[ACROSS][0]), path=HERE, with_claims=True) == []


def test_only_an_exact_number_beyond_the_scope_tells_the_office(site):
    number = site.number_of(site.residents[ACROSS][0])
    with scope.entered(scope.Scope.of(HERE)):
        asked = find(number, today=TODAY, with_claims=True)
        assert asked.elsewhere.region.path == ACROSS
        assert find(number, today=TODAY).elsewhere is None
        assert find(number[-4:], today=TODAY, with_claims=True).elsewhere is None


def test_at_most_twenty_hits(site):
    with scope.entered(scope.WHOLE):
        for _ in range(LIMIT + 3):
            site.resident(HERE, "孙一")
        found = find("sy", today=TODAY)
    assert len(found.residents) == LIMIT and found.has_more
    assert found.single is None
