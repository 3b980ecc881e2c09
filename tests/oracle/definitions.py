"""The definitions of contracts 4, one function each. Days are dates; spans include both ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from tests.oracle.facts import Person, Registration, Ruling, Spell

ONE_DAY = timedelta(days=1)
PENSION_AGE = {"male": 60, "female": 55}


def age(person: Person, day: date) -> int:
    """Completed years; who is born on 29 February completes a year on 1 March of a common year."""
    had_birthday = (day.month, day.day) >= (person.birth.month, person.birth.day)
    return day.year - person.birth.year - (0 if had_birthday else 1)


def of_working_age(person: Person, day: date) -> bool:
    """16 up to the day before pension age (Benxi 2009: men 60, women 55)."""
    return 16 <= age(person, day) < PENSION_AGE[person.sex]


def spell_on(person: Person, day: date) -> Spell | None:
    """The employment open on the day; the last day worked counts, an expired contract ends nothing."""
    for spell in person.spells:
        if spell.start <= day and (spell.end is None or spell.end >= day):
            return spell
    return None


def employed(person: Person, day: date) -> bool:
    return spell_on(person, day) is not None


def effective_end(person: Person, registration: Registration) -> date | None:
    """注销日期 if given; else the first job from that day on or the next registration, the earlier."""
    if registration.cancelled is not None:
        return registration.cancelled
    jobs = [spell.start for spell in person.spells if spell.start >= registration.start]
    others = [other.start for other in person.registrations if other.start > registration.start]
    return min(jobs + others, default=None)


def registered_unemployed(person: Person, day: date) -> bool:
    """A registration open on the day, and not employed on it."""
    if employed(person, day):
        return False
    for registration in person.registrations:
        end = effective_end(person, registration)
        if registration.start <= day and (end is None or day < end):
            return True
    return False


def year_before(day: date) -> date:
    """29 February less a year is 28 February."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def new_employments(person: Person, first: date, last: date) -> Iterator[date]:
    """Days S in the span on which a spell starts, with none open on S - 1 day."""
    for spell in person.spells:
        if first <= spell.start <= last and not employed(person, spell.start - ONE_DAY):
            yield spell.start


def was_registered_before(person: Person, start: date) -> bool:
    """A registration was open on some day of [S - 1 year, S - 1 day], or had its effective end on S."""
    for registration in person.registrations:
        end = effective_end(person, registration)
        if end == start:
            return True
        first = max(registration.start, year_before(start))
        last = start - ONE_DAY if end is None else min(start, end) - ONE_DAY
        if first <= last:
            return True
    return False


def newly_employed(person: Person, first: date, last: date) -> bool:
    return any(new_employments(person, first, last))


def re_employments(person: Person, first: date, last: date) -> list[date]:
    return [start for start in new_employments(person, first, last) if was_registered_before(person, start)]


def open_on(ruling: Ruling, day: date) -> bool:
    """认定日期 <= D and (no 退出日期 or D < 退出日期): of determinations and of recognitions."""
    return ruling.start <= day and (ruling.end is None or day < ruling.end)


def hardship(person: Person, day: date) -> bool:
    """A determination open on the day; employment does not end it."""
    return any(open_on(ruling, day) for ruling in person.determinations)


def hardship_employed(person: Person, day: date) -> bool:
    return hardship(person, day) and employed(person, day)


def re_employed_hardship(person: Person, first: date, last: date) -> bool:
    """Re-employed by S, with a determination open on S - 1 day."""
    return any(hardship(person, start - ONE_DAY) for start in re_employments(person, first, last))


def labour_resource(person: Person, day: date) -> bool:
    """Contracts 5: of working age, 劳动能力 not 丧失, 在校学生 not 是; blank counts."""
    facts = person.last_version(day)
    return of_working_age(person, day) and not facts.unable and not facts.flag("在校学生")


def candidate_4050(person: Person, day: date) -> bool:
    """三(三)3(1): registered unemployed, laid off, of working age, woman of 40 or man of 50 or more."""
    return (
        registered_unemployed(person, day)
        and person.last_version(day).flag("国有集体企业下岗失业") is True
        and of_working_age(person, day)
        and age(person, day) >= {"female": 40, "male": 50}[person.sex]
    )


def candidate_shack_resettled(person: Person, day: date) -> bool:
    """三(三)3(1): registered unemployed, 是否棚改回迁 = 是, of working age."""
    return (
        registered_unemployed(person, day)
        and person.last_version(day).flag("是否棚改回迁") is True
        and of_working_age(person, day)
    )


def counts_for_zero(person: Person, day: date) -> bool:
    """三(三)3(4): of working age, able, no student, not unwilling, registered unemployed."""
    facts = person.last_version(day)
    return (
        of_working_age(person, day)
        and not facts.unable
        and facts.flag("在校学生") is not True
        and facts.flag("求职意愿") is not False
        and registered_unemployed(person, day)
    )


def zero_household_found(members: list[Person], day: date) -> bool:
    """三(三)3(4): at least one member counts, and no member is employed."""
    return any(counts_for_zero(person, day) for person in members) and not any(
        employed(person, day) for person in members
    )


def percent(part: int, whole: int) -> Decimal | None:
    """Rates divide sums: two decimals, half up; nobody in the denominator = none."""
    if whole == 0:
        return None
    return (Decimal(100 * part) / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)
