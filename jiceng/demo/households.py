"""Households of one to five people: who lives together, how old they are, how they are related."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from jiceng.demo.days import birthday
from jiceng.demo.people import Numbers, Weighted, given_name, surname
from jiceng.demo.rows import Community

MALE, FEMALE = "男", "女"
HEAD, SPOUSE, SON, DAUGHTER, PARENT, SIBLING, OTHER = "户主", "配偶", "子", "女", "父母", "兄弟姐妹", "其他"

PENSION_AGE = {MALE: 60, FEMALE: 55}
WORKING_AGE_FROM = 16


@dataclass(slots=True)
class Person:
    """A resident, with what decides how a working life can run. Days are ordinals."""

    number: str
    name: str
    sex: str
    birth: int
    community: Community
    household: str
    relation: str
    rural: bool
    adult_from: int
    pension_from: int
    student: bool = False
    ability: str = "正常"
    laid_off: bool = False
    shack_resettled: bool = False

    def of_working_age(self, day: int) -> bool:
        """三(三)3 and the pack's pension age: from 16 up to the day before pension age."""
        return self.adult_from <= day < self.pension_from


Role = tuple[str, str, int]  # sex, relation to the head, age

_KINDS = Weighted({
    "alone": 17, "couple": 22, "one_child": 35, "two_children": 4, "three_generations": 11, "one_parent": 8,
    "siblings": 1, "lodger": 2,
})  # fmt: skip


def _either(rng: Random) -> str:
    return MALE if rng.random() < 0.5 else FEMALE


def _child(rng: Random, parent_age: int) -> Role:
    sex = _either(rng)
    age = max(0, parent_age - 23 - int(rng.random() * 9))
    return sex, SON if sex == MALE else DAUGHTER, age


def _couple(rng: Random, age: int) -> list[Role]:
    man = rng.random() < 0.75
    head, spouse = (MALE, FEMALE) if man else (FEMALE, MALE)
    return [(head, HEAD, age), (spouse, SPOUSE, max(20, age - 3 + int(rng.random() * 5)))]


def _roles(rng: Random, kind: str) -> list[Role]:
    lot = rng.random()
    if kind == "alone":
        age = 20 + int(lot * 80) if lot < 0.4 else 55 + int(rng.random() * 33)
        return [(_either(rng), HEAD, age)]
    if kind == "couple":
        return _couple(rng, 25 + int(lot * 20) if lot < 0.25 else 50 + int(rng.random() * 32))
    if kind == "one_child":
        age = 27 + int(lot * 32)
        return [*_couple(rng, age), _child(rng, age)]
    if kind == "two_children":
        age = 29 + int(lot * 24)
        return [*_couple(rng, age), _child(rng, age), _child(rng, age + 2)]
    if kind == "three_generations":
        age = 27 + int(lot * 24)
        elders: list[Role] = [(FEMALE, PARENT, age + 23 + int(rng.random() * 8))]
        if rng.random() < 0.5:
            elders.append((MALE, PARENT, elders[0][2] + 2))
        return [*_couple(rng, age), _child(rng, age), *elders]
    if kind == "one_parent":
        age = 28 + int(lot * 28)
        return [(FEMALE if rng.random() < 0.7 else MALE, HEAD, age), _child(rng, age)]
    age = 22 + int(lot * 40)
    relation = SIBLING if kind == "siblings" else OTHER
    return [(_either(rng), HEAD, age), (_either(rng), relation, max(17, age - 4 + int(rng.random() * 8)))]


def _student(rng: Random, age: int) -> bool:
    if age < 7:
        return False
    return age < 16 or (age < 19 and rng.random() < 0.85) or (age < 24 and rng.random() < 0.45)


class Households:
    """Makes households, one after another."""

    def __init__(self, rng: Random, today: date) -> None:
        self.rng = rng
        self.today = today.toordinal()
        self.numbers = Numbers()

    def make(self, community: Community, key: str, most: int) -> list[Person]:
        """A household of at most `most` people; now and then its number is not known."""
        rng = self.rng
        roles = _roles(rng, _KINDS.draw(rng))[:most]
        number = "" if len(roles) == 1 and rng.random() < 0.05 else key
        # 200 and above in the last three digits are villages.
        rural = rng.random() < (0.85 if community.code[9:] >= "200" else 0.07)
        shack = not rural and rng.random() < 0.06
        family = surname(rng)
        return [self._person(role, community, number, rural, shack, family) for role in roles]

    def _person(
        self, role: Role, community: Community, household: str, rural: bool, shack: bool, family: str
    ) -> Person:
        rng = self.rng
        sex, relation, age = role
        birth = self.today - int((age + rng.random()) * 365.25)
        born = date.fromordinal(birth)
        own = family if relation in (HEAD, SON, DAUGHTER, SIBLING) or rng.random() < 0.1 else surname(rng)
        person = Person(
            number=self.numbers.give(rng, sex, born), name=own + given_name(rng, sex, born.year), sex=sex,
            birth=birth, community=community, household=household, relation=relation, rural=rural,
            adult_from=birthday(birth, WORKING_AGE_FROM), pension_from=birthday(birth, PENSION_AGE[sex]),
            shack_resettled=shack,
        )  # fmt: skip
        person.student = relation in (SON, DAUGHTER, OTHER) and _student(rng, age)
        if age >= 30:
            lot = rng.random()
            person.ability = "丧失" if lot < 0.012 else "部分丧失" if lot < 0.03 else "正常"
        return person
