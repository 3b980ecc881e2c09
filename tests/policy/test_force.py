"""Which definitions are in force where and when, and what follows for the figures of a city."""

import datetime as dt

import pytest

from jiceng.accounts.actors import NotAllowed
from jiceng.accounts.models import AuditEntry
from jiceng.policy import packs
from jiceng.policy.differences import difference
from jiceng.policy.figures import reading_all
from jiceng.policy.force import NotInForce, areas, in_force
from jiceng.policy.models import Enactment
from jiceng.policy.populations import asked, entries, member_ids
from jiceng.policy.services import draft, enact
from jiceng.policy.trees import UnknownName
from jiceng.policy.vocabulary import Span
from tests.worlds import ACROSS, HERE, NEXT, World, day

COUNTY, OTHER = "210502", "210503"
WOMEN_TO_50 = """
[[category]]
code = "working_age"
label = "劳动年龄"
article = "二"
any = [
  { aged = { sex = "M", at_least = 16, under = 60 } },
  { aged = { sex = "F", at_least = 16, under = 50 } },
]
"""
WITHOUT_UPDATES = """
[[duty]]
code = "bx-quarterly-update"
label = "不再每季度更新"
article = "三"
withdrawn = true
"""


def pack(code: str, issued: str, body: str) -> str:
    return f"""[pack]
code = "{code}"
title = "{code}"
document = "平政发〔2026〕{len(code)}号"
issued = {issued}
region = "{COUNTY}"
{body}"""


def category(limit: int, **dates: str) -> str:
    lines = "".join(f"{name} = {value}\n" for name, value in dates.items())
    return (
        f'[[category]]\ncode = "young"\nlabel = "青年"\n{lines}all = [{{ aged = {{ under = {limit} }} }}]\n'
    )


def bring(world: World, path: str, text: str) -> Enactment:
    return enact(actor=world.actor(), text=text, region=world.regions[path], today=world.today)


def limit(world: World, on: str, path: str = HERE) -> int | None:
    """The age below which somebody is young, by the definition in force."""
    origin = in_force(world.regions[path], day(on)).origins.get(("category", "young"))
    return origin.entry.all[0]["aged"]["under"] if origin else None


def size(world: World, path: str, name: str, on: str) -> int:
    assert world.loaded
    span = Span.on(day(on))
    with reading_all():
        return len(member_ids(asked(world.regions[path], name, span), span))


def test_an_entry_holds_from_the_day_of_issue(world: World) -> None:
    bring(world, COUNTY, pack("one", "2026-03-01", category(30)))
    assert [limit(world, on) for on in ("2026-02-28", "2026-03-01")] == [None, 30]


def test_an_entry_holds_from_its_own_day_until_its_last(world: World) -> None:
    both = category(30) + category(35, **{"from": "2026-05-01", "until": "2026-06-30"})
    bring(world, COUNTY, pack("one", "2026-03-01", both))
    days = ("2026-04-30", "2026-05-01", "2026-06-30", "2026-07-01")
    assert [limit(world, on) for on in days] == [30, 35, 35, 30]


def test_a_later_pack_of_the_region_takes_over_on_its_day(world: World) -> None:
    bring(world, COUNTY, pack("later", "2026-06-01", category(35)))
    bring(world, COUNTY, pack("earlier", "2026-03-01", category(30)))
    assert [limit(world, on) for on in ("2026-05-31", "2026-06-01")] == [30, 35]


def test_the_nearest_region_wins_over_a_later_date(world: World) -> None:
    bring(world, COUNTY, pack("county", "2026-03-01", category(30)))
    bring(world, "2105", pack("city", "2026-06-01", category(40)))
    assert limit(world, "2026-07-01") == 30
    assert limit(world, "2026-07-01", ACROSS) == limit(world, "2026-07-01", "2105") == 40


def test_a_pack_of_a_community_does_not_reach_its_neighbour(world: World) -> None:
    bring(world, HERE, pack("own", "2026-03-01", category(30)))
    assert (limit(world, "2026-07-01", HERE), limit(world, "2026-07-01", NEXT)) == (30, None)


def test_when_the_nearest_expires_the_inherited_holds_again(world: World) -> None:
    bring(world, "2105", pack("city", "2026-01-01", category(40)))
    bring(world, COUNTY, pack("county", "2026-03-01", category(30, until="2026-04-30")))
    assert [limit(world, on) for on in ("2026-04-30", "2026-05-01")] == [30, 40]


def test_withdrawn_ends_an_inherited_entry_there_and_below_only(world: World) -> None:
    bring(world, COUNTY, pack("county", "2026-03-01", WITHOUT_UPDATES))
    for path, on, there in (
        (HERE, "2026-02-28", True),
        (HERE, "2026-03-01", False),
        (COUNTY, "2026-12-31", False),
        ("2105", "2026-12-31", True),
        (ACROSS, "2026-12-31", True),
    ):
        found = in_force(world.regions[path], day(on)).origins
        assert (("duty", "bx-quarterly-update") in found) is there, (path, on)


def test_withdrawn_may_be_taken_back(world: World) -> None:
    bring(world, COUNTY, pack("county", "2026-03-01", WITHOUT_UPDATES.rstrip() + "\nuntil = 2026-05-31\n"))
    policy = in_force(world.regions[HERE], day("2026-06-01"))
    assert policy.get("duty", "bx-quarterly-update").every == "quarter"


def test_what_is_not_in_force_is_named_in_the_message(world: World) -> None:
    with pytest.raises(NotInForce, match="平山区在2009-06-05没有名为“bx-quarterly”的报表"):
        in_force(world.regions[COUNTY], day("2009-06-05")).get("form", "bx-quarterly")


def test_an_override_changes_only_its_part_and_the_city_is_the_sum(world: World) -> None:
    for community in (HERE, NEXT, ACROSS):
        world.person("1973-01-01", community=community)  # a woman of 53
        world.person("1990-01-01", community=community)
    before = {path: size(world, path, "labour_resources", "2026-08-01") for path in ("2105", COUNTY, OTHER)}
    bring(world, COUNTY, pack("county", "2026-08-01", WOMEN_TO_50))
    after = {path: size(world, path, "labour_resources", "2026-08-01") for path in ("2105", COUNTY, OTHER)}
    assert before == {"2105": 6, COUNTY: 4, OTHER: 2}
    assert after == {"2105": 4, COUNTY: 2, OTHER: 2}
    eve = {path: size(world, path, "labour_resources", "2026-07-31") for path in ("2105", COUNTY, OTHER)}
    assert eve == before
    # Categories made of the overridden one follow it, and so do all communities below.
    assert [size(world, path, "labour_resources", "2026-08-01") for path in (HERE, NEXT)] == [1, 1]


def test_areas_within_areas_leave_nobody_out_and_count_nobody_twice(world: World) -> None:
    for community in (HERE, NEXT, ACROSS):
        world.person(community=community)
    bring(world, COUNTY, pack("county", "2026-01-01", category(30)))
    bring(world, NEXT, pack("community", "2026-01-01", category(30)))
    found = areas(world.regions["2105"], day("2026-08-01"))
    assert [area.region.path for area in found] == ["2105", COUNTY, NEXT]
    assert size(world, "2105", "labour_resources", "2026-08-01") == 3
    assert size(world, COUNTY, "labour_resources", "2026-08-01") == 2


def test_names_are_categories_first_then_words_then_rows_of_forms(world: World) -> None:
    policy = in_force(world.regions[HERE], day("2026-08-01"))
    assert policy.population("candidate_4050").article == "三(三)3(1)"
    assert policy.population("employed").subject == "resident"
    assert policy.population("zero_households_resolved").subject == "household"
    with pytest.raises(UnknownName):
        policy.population("follow_ups_done")  # a number, not a set
    own = '[[category]]\ncode = "employed"\nlabel = "在岗"\narticle = "一"\nall = ["hardship_employed"]\n'
    bring(world, COUNTY, pack("own", "2026-01-01", own))
    assert in_force(world.regions[HERE], day("2026-08-01")).population("employed").label == "在岗"


def test_enacting_needs_the_right_to_the_region_and_is_audited(world: World) -> None:
    text = pack("county", "2026-03-01", category(30))
    with pytest.raises(NotAllowed):
        enact(actor=world.actor(OTHER), text=text, region=world.regions[COUNTY], today=world.today)
    with pytest.raises(NotAllowed):
        enact(actor=world.actor("", "clerk"), text=text, region=world.regions[COUNTY], today=world.today)
    made = bring(world, COUNTY, text)
    (entry,) = AuditEntry.objects.filter(action="enact", path=COUNTY)
    assert entry.detail == {"document": "平政发〔2026〕6号", "digest": packs.digest(text)}
    assert bring(world, COUNTY, text) == made
    assert AuditEntry.objects.filter(action="enact", path=COUNTY).count() == 1


def test_a_pack_with_mistakes_is_not_enacted(world: World) -> None:
    with pytest.raises(packs.PackError):
        bring(world, COUNTY, pack("county", "2026-03-01", category(30).replace("under", "below")))
    assert not Enactment.objects.filter(pack="county").exists()


def test_a_circle_through_inherited_categories_is_refused(world: World) -> None:
    own = '[[category]]\ncode = "working_age"\nlabel = "劳动年龄"\nall = ["labour_resources"]\n'
    with pytest.raises(packs.PackError, match="循环"):
        bring(world, COUNTY, pack("county", "2026-03-01", own))


def test_entries_tell_where_each_comes_from(world: World) -> None:
    bring(world, COUNTY, pack("county", "2026-08-01", WOMEN_TO_50))
    found = {e["code"]: e for e in entries(world.regions[HERE], day("2026-08-01"))}
    assert found["working_age"] == {
        "kind": "category",
        "code": "working_age",
        "pack": "county",
        "region": "210502000000",
        "from": dt.date(2026, 8, 1),
        "until": None,
    }
    assert found["labour_resources"]["pack"] == "benxi-2009"


def test_a_draft_shows_who_would_enter_and_leave_and_changes_nothing(world: World) -> None:
    woman = world.person("1973-01-01")
    young = world.person("1990-01-01")
    world.person("1973-01-01", community=ACROSS)
    for number in (woman, young):
        world.register(number, "2026-07-01")
    assert world.loaded
    would_be = draft(pack("county", "2026-08-01", WOMEN_TO_50), "x.toml", world.regions["2105"])
    region = world.regions[COUNTY]
    with reading_all():
        change = difference(areas(region, world.today), areas(region, world.today, would_be), world.today)
    masked = f"{woman[:6]}********{woman[-4:]}"
    assert change["category"]["labour_resources"] == {"enter": [], "leave": [masked]}
    assert change["category"]["working_age"] == {"enter": [], "leave": [masked]}
    assert change["category"].keys() == {"working_age", "labour_resources", "counts_for_zero"}
    assert change["duty"] == {}
    assert Enactment.objects.count() == 1
