"""Data that are too alike: the thresholds at their borders, the scope, and the page for whoever reviews."""

import datetime as dt

import pytest

from jiceng.core import scope
from jiceng.residents.models import Facts, Resident, Visit
from jiceng.residents.services import checking
from tests.factories import ACROSS, HERE, NEXT, OTHER_STREET, STREET, TODAY, MiniCity
from tests.home.browsing import client_of

ON = dt.date(2026, 5, 6)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((50, 50, 45, 50), True),
        ((99, 100, 90, 100), True),
        ((98, 100, 90, 100), False),  # 98 % is not more than 98 %
        ((50, 50, 46, 50), False),  # the street is uniform, too
        ((49, 49, 0, 50), False),  # too few here
        ((50, 50, 0, 49), False),  # too few around
    ],
)
def test_uniform_here_and_spread_around(numbers, expected):
    people, of, others, of_others = numbers
    assert checking.is_uniform(people, of, others=others, of_others=of_others) is expected


@pytest.fixture
def city(db):
    """Sixty people in each of three communities; every second one of NEXT and ACROSS went to high school."""
    city = MiniCity(with_pack=False)
    with scope.entered(scope.WHOLE):
        for path in (HERE, NEXT, ACROSS):
            crowd(city, path, 60)
    return city


def crowd(city, path, size):
    first = city.resident(path, name="甲", education="70")
    twins = [
        Resident(
            **city.place(path),
            known_on=first.known_on,
            number_cipher=first.number_cipher,
            number_digest=f"{path}{n}".encode(),
            last4_digest=first.last4_digest,
            name=f"甲{n}",
            pinyin=f"jia{n}",
            initials="j",
            sex="F",
            birth=first.birth,
        )
        for n in range(1, size)
    ]
    version = Facts.objects.get(resident=first)
    Facts.objects.bulk_create(
        Facts(
            **city.place(path),
            resident=resident,
            start=version.start,
            known_on=version.known_on,
            surveyed_on=version.surveyed_on + dt.timedelta(days=n),
            education="70" if path == HERE or n % 2 else "60",
        )
        for n, resident in enumerate(Resident.objects.bulk_create(twins))
    )


def everyone(path):
    return Facts.objects.filter(path=path).order_by("pk")


def found(path=STREET):
    with scope.entered(scope.Scope.of(path)):
        return {(each.column, each.region_id): each for each in checking.hints(TODAY)}


def people_behind(hint, path=STREET):
    with scope.entered(scope.Scope.of(path)):
        return set(checking.behind(hint.column, hint.pk, TODAY).values_list("resident_id", flat=True))


def test_a_uniform_column_is_told_with_its_people(city):
    here = city.regions[HERE].pk
    (hint,) = found().values()
    assert (hint.column, hint.region_id, hint.people, hint.of) == ("education", here, 60, 60)
    with scope.entered(scope.WHOLE):
        expected = set(everyone(HERE).values_list("resident_id", flat=True))
    assert people_behind(hint) == expected
    assert found(OTHER_STREET) == {}
    with scope.entered(scope.Scope.of(OTHER_STREET)):
        assert checking.behind(hint.column, hint.pk, TODAY) is None


def test_one_survey_day_one_phone_and_one_text_are_told(city):
    with scope.entered(scope.WHOLE):
        everyone(NEXT).update(surveyed_on=ON)
        five = list(everyone(NEXT)[:5])
        for n, version in enumerate(five):
            version.phone = "13800000000"
            version.household = city.household(f"H{min(n, 2)}", NEXT)
            version.save()
        for version in everyone(NEXT)[:10]:
            visit = {"way": "home", "reasons": ["survey"], "content": "家庭情况无变化", "visitor": "李干事"}
            Visit.objects.create(**city.place(NEXT), resident=version.resident, on=ON, known_on=ON, **visit)
    next_door = city.regions[NEXT].pk
    hints = found()
    told = {column: (each.people, each.of) for (column, region), each in hints.items() if region == next_door}
    assert told == {"surveyed_on": (60, 60), "phone": (5, 5), "visit": (10, 10)}
    assert people_behind(hints["phone", next_door]) == {version.resident_id for version in five}
    assert len(people_behind(hints["visit", next_door])) == 10


def test_below_the_thresholds_nothing_is_said(city):
    with scope.entered(scope.WHOLE):
        homes = [city.household(f"H{n % 2}", NEXT) for n in range(5)]
        for version, home in zip(everyone(NEXT)[:5], homes, strict=True):
            Facts.objects.filter(pk=version.pk).update(phone="13800000000", household=home)
        for n, version in enumerate(everyone(NEXT)[:10]):
            month = ON if n else ON.replace(month=6)
            visit = {"way": "home", "reasons": ["survey"], "content": "家庭情况无变化", "visitor": "李干事"}
            Visit.objects.create(
                **city.place(NEXT), resident=version.resident, on=month, known_on=month, **visit
            )
    assert {column for column, _ in found()} == {"education"}


def test_who_reviews_sees_hints_and_people_and_others_do_not(city, monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    clerk = client_of(city.officer(STREET, "supervisor"))
    page = clerk.get("/data-checks/").content.decode()
    assert "南地社区居委会" in page and "文化程度：初级中学" in page and "提示核实" in page
    (hint,) = found().values()
    address = f"/data-checks/education/{hint.pk}/"
    people = clerk.get(address).content.decode()
    assert "甲59" in people and "1980" not in people.replace("19800315", "")
    assert clerk.get(f"/data-checks/name/{hint.pk}/").status_code == 404
    assert clerk.get(f"/data-checks/visit/{hint.pk}/").status_code == 404
    assert client_of(city.officer(OTHER_STREET, "supervisor")).get(address).status_code == 404
    assert client_of(city.officer()).get("/data-checks/").status_code == 403
