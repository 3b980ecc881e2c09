"""Border cases of zero-employment households, 三(三)3(4): who counts, who is employed, when help came."""

from __future__ import annotations

from datetime import date, timedelta

from jiceng.demo.borders import CaseBook
from jiceng.demo.households import FEMALE, MALE
from jiceng.demo.rows import HOUSEHOLD
from jiceng.demo.workplaces import PUBLIC_POST, UNIT


def days(count: int) -> timedelta:
    return timedelta(days=count)


def _zero(book: CaseBook, note: str, registered: date) -> tuple[str, str]:
    """A household with one member who counts: (its number, the member)."""
    household = book.household()
    member = book.person(note, household=household, facts={"求职意愿": "有"})
    book.register(member, registered)
    return household, member


def within_twenty_days(book: CaseBook, day: date, step: int) -> None:
    """Recognised twenty days before the pivot: the job comes on the due day, a day before, a day after."""
    recognised = day - days(20)
    for when in (recognised, recognised + days(20 + step)):
        household, member = _zero(book, f"recognised {recognised}, job {when}", recognised - days(10))
        book.recognise(household, recognised)
        book.job(member, when, None, PUBLIC_POST)
    household, member = _zero(book, f"recognised {recognised + days(step)}, no job", recognised - days(10))
    book.recognise(household, recognised + days(step))
    household, member = _zero(book, f"recognised {recognised}, a job of one day", recognised - days(10))
    book.recognise(household, recognised)
    book.job(member, day + days(step), day + days(step))


def recognition_ends(book: CaseBook, day: date, step: int) -> None:
    """Ended on the due day or around it, without a job or with one on the day of the end."""
    recognised = day - days(30)
    end = recognised + days(20 + step)
    household, member = _zero(
        book, f"recognised {recognised}, ended {end} without a job", recognised - days(10)
    )
    book.recognise(household, recognised, end)
    household, member = _zero(
        book, f"recognised {recognised}, ended {end}, job that day", recognised - days(10)
    )
    book.recognise(household, recognised, end)
    book.job(member, end)
    household, member = _zero(
        book, f"recognised {recognised}, ended {end}, job the day after", recognised - days(10)
    )
    book.recognise(household, recognised, end)
    book.job(member, end + days(1))
    household, member = _zero(book, f"recognised and ended {day + days(step)}", day - days(60))
    book.recognise(household, day + days(step), day + days(step))


def recognised_around_the_span(book: CaseBook, day: date, step: int) -> None:
    """Recognised, or ended, on the border of the quarter that begins the day after the pivot."""
    household, member = _zero(book, f"recognition ends {day + days(step)}, job since", day - days(200))
    book.recognise(household, day - days(150), day + days(step))
    book.job(member, day - days(100))
    household, member = _zero(book, f"recognised {day + days(step)}, no longer found later", day - days(20))
    book.recognise(household, day + days(step))
    book.survey(member, day + days(10), {"求职意愿": "无"})
    household, member = _zero(book, f"recognised twice, the second time {day + days(step)}", day - days(200))
    book.recognise(household, day - days(80), day - days(40))
    book.recognise(household, day + days(step))
    household, member = _zero(book, f"recognised twice, both ended by {day + days(step)}", day - days(200))
    book.recognise(household, day - days(80), day - days(40))
    book.recognise(household, day - days(30), day + days(step))


def other_members(book: CaseBook, day: date, step: int) -> None:
    """One member counts; what the other is, decides whether the household is found."""
    others: tuple[tuple[str, str, date, dict[str, str]], ...] = (
        ("an old woman who works", FEMALE, date(1950, 5, 5), {}),
        ("a boy of fifteen who works", MALE, date(day.year - 15, day.month, 1), {}),
        ("a student who works", MALE, date(day.year - 20, 1, 1), {"在校学生": "是"}),
        ("somebody unable who works", MALE, date(1982, 1, 1), {"劳动能力": "丧失"}),
    )
    for note, sex, birth, facts in others:
        household, member = _zero(book, f"lives with {note} until {day + days(step)}", day - days(60))
        other = book.person(note, sex, birth, household=household, facts=facts)
        book.job(other, day - days(50), day + days(step), UNIT)
    student = {"在校学生": "是"}
    household, member = _zero(book, "lives with a student who does nothing", day - days(60) + days(step))
    book.person("a student", MALE, date(day.year - 17, 1, 1), household=household, facts=student)
    household = book.household()
    for note, facts in (("unwilling", {"求职意愿": "无"}), ("unable", {"劳动能力": "丧失"})):
        member = book.person(f"{note}; nobody in the household counts", household=household, facts=facts)
        book.register(member, day - days(60))
    member = book.person("registered, of no known household", household="")
    book.register(member, day + days(step))


def household_splits(book: CaseBook, day: date, step: int) -> None:
    """The member with a job leaves the household on the pivot: the rest is found from that day on."""
    edge = day + days(step)
    household, member = _zero(book, f"the other member leaves {edge}", day - days(60))
    other = book.person(f"leaves the household {edge}, employed", MALE, household=household)
    book.job(other, day - days(300))
    book.survey(other, edge, {HOUSEHOLD: book.household(), "与户主关系": "户主"})
    household, member = _zero(book, f"recognised, and a worker joins {edge}", day - days(60))
    book.recognise(household, day - days(15))
    other = book.person(f"joins a recognised household {edge}", MALE)
    book.job(other, day - days(300))
    book.survey(other, edge, {HOUSEHOLD: household, "与户主关系": "配偶"})


HOUSEHOLD_CASES = (
    within_twenty_days,
    recognition_ends,
    recognised_around_the_span,
    other_members,
    household_splits,
)
