"""The populations of people on the move against plain Python, over a small world made by chance."""

import datetime as dt
from random import Random

import pytest

from jiceng.accounts.actors import command_actor
from jiceng.core import scope
from jiceng.labour.models import Certification, Incoming, LaidOff, Transfer
from jiceng.policy import packs
from jiceng.policy.duties import Window, derive
from jiceng.policy.force import areas
from jiceng.policy.populations import asked, member_ids
from jiceng.policy.services import attach_shipped_packs, enact
from jiceng.policy.vocabulary import Span
from jiceng.residents.rules import age_on
from tests.factories import CITY, HERE, NEXT, ONE_DAY, MiniCity

DAY = dt.date(2026, 6, 30)
AROUND = [DAY - ONE_DAY, DAY, DAY + ONE_DAY]
BORDERS = [dt.date(2025, 6, 30), dt.date(2025, 7, 1), dt.date(2026, 1, 1), dt.date(2025, 12, 31), *AROUND]
HUKOU = [None, "10", "11", "12", "20", "21", "22", "50"]
BIRTHS = [dt.date(2010, 6, 30), dt.date(2010, 7, 1), dt.date(2009, 6, 30), dt.date(2009, 7, 1)] + [
    dt.date(1990, 1, 1)
] * 4


def is_open(spells, on):
    return any(start <= on and (stop is None or on < stop) for start, stop in spells)


class Person:
    """What was made up about a resident: facts, and spells as (start, stop)."""

    def __init__(self, chance):
        self.birth, self.sex = chance.choice(BIRTHS), chance.choice("FM")
        self.facts = {
            "hukou": chance.choice(HUKOU),
            "ability": chance.choice([None, None, "normal", "lost"]),
            "student": chance.choice([None, None, False, True]),
            "job_wish": chance.choice([None, True, False]),
            "graduated_on": chance.choice([None, *BORDERS]),
        }
        self.spells = {
            name: self._spell(chance) for name in ("incoming", "transfer", "laid_off", "job", "registration")
        }
        self.form = chance.choice(["022", "022", "010", "040"])
        self.certified = [chance.choice(BORDERS)] if chance.random() < 0.5 else []

    @staticmethod
    def _spell(chance):
        if chance.random() < 0.5:
            return []
        start = chance.choice(BORDERS)
        return [(start, chance.choice([None, *(day for day in BORDERS if day > start)]))]

    def employed(self, on, form=None):
        return is_open(self.spells["job"], on) and form in (None, self.form)

    def registered(self, on):
        """A registration is ended by a job that begins on or after it, unless it was cancelled."""
        for start, stop in self.spells["registration"]:
            jobs = [day for day, _ in self.spells["job"] if day >= start]
            end = stop or (min(jobs) if jobs else None)
            if start <= on and (end is None or on < end):
                return True
        return False

    def working_age(self, on):
        return 16 <= age_on(self.birth, on) < (60 if self.sex == "M" else 55)

    def labour(self, on):
        return self.working_age(on) and self.facts["ability"] != "lost" and not self.facts["student"]

    def incoming_workers(self, on):
        return is_open(self.spells["incoming"], on) and self.facts["hukou"] not in ("11", "21")

    def transferred_labour(self, on):
        moved = is_open(self.spells["transfer"], on) or self.employed(on, "040")
        return moved and self.facts["hukou"] not in ("10", "11", "12")

    def surplus_rural_labour(self, on):
        at_work = self.employed(on) or is_open(self.spells["transfer"], on)
        is_rural = self.facts["hukou"] in ("20", "21", "22")
        return self.labour(on) and is_rural and not at_work and self.facts["job_wish"] is not False

    def newly_grown_labour(self, on):
        left_school = self.facts["graduated_on"]
        fresh = left_school is not None and on.replace(year=on.year - 1) < left_school <= on
        return self.labour(on) and (age_on(self.birth, on) == 16 or fresh)

    def laid_off(self, on):
        return is_open(self.spells["laid_off"], on) and not self.employed(on) and not self.registered(on)

    def flexible_uncertified(self, on):
        this_year = [day for day in self.certified if day.year == on.year and day <= on]
        return self.employed(on, "022") and not this_year


@pytest.fixture
def world(db):
    """120 people of two communities, in the registers as they were made up: by the id of the resident."""
    city, chance, people = MiniCity(), Random(4), {}
    for n in range(120):
        person = Person(chance)
        resident = city.resident(HERE if n % 2 else NEXT, birth=person.birth, sex=person.sex, **person.facts)
        people[resident.pk] = person
        write(city, resident, person)
    with scope.entered(scope.WHOLE):
        yield city, people


def write(city, resident, person):
    common = {"resident": resident, "known_on": BORDERS[0], **city.place(resident.path)}
    registers = {
        "incoming": (Incoming, {"pursuit": "务工"}),
        "transfer": (Transfer, {"destination": "省外"}),
        "laid_off": (LaidOff, {"employer_name": "本钢"}),
    }
    with scope.entered(scope.WHOLE):
        for name, (model, more) in registers.items():
            for start, stop in person.spells[name]:
                model.objects.create(**common, start=start, stop=stop, **more)
        for on in person.certified:
            Certification.objects.create(**common, on=on, kind="自由职业")
    for start, stop in person.spells["job"]:
        city.job(resident, start, stop and stop - ONE_DAY, form=person.form)
    for start, stop in person.spells["registration"]:
        city.registration(resident, start, stop)


POPULATIONS = (
    "incoming_workers",
    "transferred_labour",
    "surplus_rural_labour",
    "newly_grown_labour",
    "laid_off",
    "flexible_uncertified",
)


def test_populations_are_as_plain_python_says(world):
    """One world for all: each population has and lacks members on every day asked."""
    city, people = world
    for name in POPULATIONS:
        for on in AROUND:
            expected = {pk for pk, person in people.items() if getattr(person, name)(on)}
            found = member_ids(asked(city.regions[CITY], name, Span.on(on)), Span.on(on))
            assert set(found) == expected, (name, on)
            assert expected and len(expected) < len(people), (name, on)


def test_laid_off_workers_are_not_unemployed(world):
    city, _ = world
    day = Span.on(DAY)
    both = [
        set(member_ids(asked(city.regions[CITY], name, day), day))
        for name in ("laid_off", "registered_unemployed")
    ]
    assert not both[0] & both[1]


def test_the_yearly_certification_is_owed_where_a_city_asks_for_it(world):
    """三(三)2(2): who does flexible work on the last day of the year (or today) is certified in that year."""
    city, people = world
    region = city.regions[CITY]
    text = packs.shipped()["benxi-flexible"]
    enact(actor=command_actor(), text=text, region=region, today=DAY)
    (area,) = areas(region, DAY)
    duty = area.policy.get("duty", "bx-flexible-certification")
    owed = derive(area, duty, Window(dt.date(2026, 1, 1), dt.date(2026, 12, 31), DAY))
    flexible = {pk: person for pk, person in people.items() if person.employed(DAY, "022")}
    certified = {pk for pk, person in flexible.items() if not person.flexible_uncertified(DAY)}
    assert {each.subject_id for each in owed} == set(flexible)
    assert {each.subject_id for each in owed if each.status == "done"} == certified
    assert {each.status for each in owed} == {"done", "open"}


def test_a_pack_that_is_put_in_force_by_hand_is_not_attached(db):
    """The contract names Benxi's duties; this one comes only to who asks for it."""
    city = MiniCity(with_pack=False)
    with scope.entered(scope.WHOLE):
        attached = attach_shipped_packs(actor=command_actor(), regions=city.regions.values(), today=DAY)
    assert [each.pack for each in attached] == ["benxi-2009"]
