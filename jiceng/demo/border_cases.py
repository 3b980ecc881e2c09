"""The border cases, by definition. In each, `day` is the pivot and `step` the days by which it is missed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from jiceng.demo.borders import CaseBook, quarter_ends
from jiceng.demo.household_cases import HOUSEHOLD_CASES
from jiceng.demo.households import FEMALE, MALE
from jiceng.demo.rows import City, Community
from jiceng.demo.workplaces import FLEXIBLE, OWN_ACCOUNT, PUBLIC_POST, TRANSFERRED, UNIT

STEPS = (-1, 0, 1)


def generate_border_cases(
    today: date, communities: Sequence[Community], pivots: Sequence[date] | None = None
) -> City:
    """People on every border of the definitions, around each pivot (the last days of the last four quarters).

    At least two communities are needed, as some people move.
    """
    book = CaseBook(today, communities)
    for day in pivots if pivots is not None else quarter_ends(today, 4):
        for case in (*DATED_CASES, *HOUSEHOLD_CASES):
            for step in STEPS:
                book.try_out(case, day, step)
    for leap_case in LEAP_CASES:
        book.try_out(leap_case)
    return book.city


def days(count: int) -> timedelta:
    return timedelta(days=count)


def years_before(day: date, years: int) -> date:
    """The birth date with which somebody completes `years` on the day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def ages(book: CaseBook, day: date, step: int) -> None:
    """Every age of a definition is completed on the pivot, a day before and a day after."""
    for sex, years in ((MALE, 16), (FEMALE, 16), (FEMALE, 40), (MALE, 50), (FEMALE, 55), (MALE, 60)):
        birth = years_before(day + days(step), years)
        number = book.person(f"{sex} turns {years} on {day + days(step)}, registered", sex, birth)
        book.register(number, day - days(40))
        worker = book.person(f"{sex} turns {years} on {day + days(step)}, employed", sex, birth)
        book.job(worker, day - days(60))


def last_day_worked(book: CaseBook, day: date, step: int) -> None:
    last = day + days(step)
    number = book.person(f"last day worked {last}, registered that day")
    book.job(number, day - days(200), last)
    book.register(number, last)
    number = book.person(f"last day worked {last}, registered while at work")
    book.job(number, day - days(200), last)
    book.register(number, day - days(10))


def registration_ends(book: CaseBook, day: date, step: int) -> None:
    edge = day + days(step)
    number = book.person(f"registered {edge}")
    book.register(number, edge)
    number = book.person(f"registration cancelled {edge}")
    book.register(number, day - days(30), edge)
    number = book.person(f"registered and cancelled {edge}")
    book.register(number, edge, edge)
    number = book.person(f"registered twice, the second time {edge}, never cancelled")
    book.register(number, day - days(90))
    book.register(number, edge)
    number = book.person(f"cancelled {edge} and registered again that day")
    book.register(number, day - days(90), edge)
    book.register(number, edge)


def job_and_registration(book: CaseBook, day: date, step: int) -> None:
    edge = day + days(step)
    number = book.person(f"job and registration both begin {edge}")
    book.register(number, edge)
    book.job(number, edge)
    number = book.person(f"registered {edge}, job since the day before")
    book.register(number, edge)
    book.job(number, edge - days(1))
    number = book.person(f"job of one day {edge} ends the registration, which does not wake again")
    book.register(number, day - days(50))
    book.job(number, edge, edge)
    number = book.person(f"cancelled {edge} although the job began and ended before: the registration wakes")
    book.register(number, day - days(50), edge)
    book.job(number, day - days(30), day - days(20))


def gaps(book: CaseBook, day: date, step: int) -> None:
    for gap in (0, 1):
        start = day + days(step)
        number = book.person(f"job begins {start}, {gap} days after the last")
        book.job(number, day - days(300), start - days(1 + gap), UNIT)
        book.job(number, start)
        number = book.person(f"registered once, then jobs begin {start}, {gap} days after the last")
        book.register(number, day - days(350))
        book.job(number, day - days(300), start - days(1 + gap), OWN_ACCOUNT)
        book.job(number, start, None, TRANSFERRED)
    number = book.person(f"newly employed twice up to {day + days(step)}")
    book.register(number, day - days(60))
    book.job(number, day - days(30), day - days(20))
    book.job(number, day + days(step))


def a_year_later(book: CaseBook, day: date, step: int) -> None:
    """The last day of the registration is a year before the job begins, or a day more or less."""
    for start in (day, day - days(80)):
        last_open = years_before(start, 1) + days(step)
        number = book.person(f"last registered {last_open}, job begins {start}")
        book.register(number, last_open - days(100), last_open + days(1))
        book.job(number, start)


def determination_ends(book: CaseBook, day: date, step: int) -> None:
    start = day - days(10)
    edge = start + days(step)
    for note, end in ((f"determined until {edge}", edge), ("determined for good", None)):
        number = book.person(f"{note}, employed {start}", birth=date(1975, 3, 1))
        book.register(number, start - days(100))
        book.determine(number, start - days(60), end)
        book.job(number, start, None, PUBLIC_POST)
    number = book.person(f"determined {edge}, employed {start}", birth=date(1975, 3, 1))
    book.register(number, start - days(100))
    book.determine(number, edge)
    book.job(number, start)
    number = book.person(f"determination ended {day + days(step)}, employed all the time")
    book.determine(number, day - days(300), day + days(step))
    book.determine(number, day - days(200), day - days(100), "棚改回迁")
    book.job(number, day - days(290))


def visits(book: CaseBook, day: date, step: int) -> None:
    """The last month of the quarter: proofs on its first and last day, before the job, by the wrong way."""
    first = day.replace(day=1)
    proofs: tuple[tuple[str, date, dict[str, str]], ...] = (
        ("on the border of the month", first + days(step), {}),
        ("on the last day", day + days(step), {"way": "上门", "outcome": "见面"}),
        ("outcome blank", day - days(3), {"outcome": ""}),
        ("several reasons", day - days(4), {"reasons": "援助走访、就业后回访"}),
        ("not met", day - days(3), {"way": "上门", "outcome": "未遇"}),
        ("dead number", day - days(3), {"outcome": "空号"}),
        ("at the counter", day - days(3), {"way": "窗口", "outcome": "见面"}),
        ("for another reason", day - days(3), {"reasons": "援助走访"}),
    )
    for note, on, how in proofs:
        number = book.person(f"follow-up of {day}: {note}", household="")
        book.determine(number, day - days(150))
        book.job(number, day - days(140))
        book.visit(number, on, **how)
    number = book.person(f"visited {day - days(5)}, job begins {day - days(5) + days(step)}", household="")
    book.determine(number, day - days(150))
    book.job(number, day - days(5) + days(step))
    book.visit(number, day - days(5))
    number = book.person(f"visited in a job that ended, the next begins {day + days(step)}", household="")
    book.determine(number, day - days(150))
    book.job(number, day - days(140), day - days(10))
    book.visit(number, day - days(12))
    book.job(number, day + days(step))


def facts_change(book: CaseBook, day: date, step: int) -> None:
    edge = day + days(step)
    changes: tuple[tuple[str, dict[str, str], dict[str, str]], ...] = (
        ("hukou not known, then rural", {"户口性质": ""}, {"户口性质": "农业户口"}),
        ("hukou urban, then not asked", {}, {"民族": "满族"}),
        ("student, then not", {"在校学生": "是"}, {"在校学生": "否"}),
        ("willing, then not", {"求职意愿": "有"}, {"求职意愿": "无"}),
        ("able, then not", {"劳动能力": "正常"}, {"劳动能力": "丧失"}),
        ("not laid off, then laid off", {"国有集体企业下岗失业": "否"}, {"国有集体企业下岗失业": "是"}),
        ("resettled not asked, then no", {"是否棚改回迁": ""}, {"是否棚改回迁": "否"}),
        ("schooling, then more", {"文化程度": "初中"}, {"文化程度": "大学专科"}),
    )
    for note, before, after in changes:
        number = book.person(f"{note} from {edge}", FEMALE, date(1976, 1, 9), facts=before)
        book.register(number, day - days(70))
        book.survey(number, edge, after)


def moves(book: CaseBook, day: date, step: int) -> None:
    edge = day + days(step)
    number = book.person(f"moves {edge}, registered")
    book.register(number, day - days(70))
    book.move(number, edge, book.household())
    number = book.person(f"moves {edge}, newly employed before, hardship, visited")
    book.register(number, day - days(100))
    book.determine(number, day - days(90))
    book.job(number, day - days(45), None, PUBLIC_POST)
    book.visit(number, day - days(40))
    book.move(number, edge)
    number = book.person(f"newly employed {edge}, moved there ten days before")
    book.register(number, day - days(100))
    book.move(number, day - days(10), book.household())
    book.job(number, edge)


def leap_birthdays(book: CaseBook) -> None:
    """Born on 29 February: a year is completed on 1 March of a common year."""
    for year in range(book.today.year - 3, book.today.year + 1):
        for sex, years in ((MALE, 16), (FEMALE, 16), (FEMALE, 40), (MALE, 50), (FEMALE, 55), (MALE, 60)):
            if (year - years) % 4 == 0:
                note = f"{sex} born on 29 February completes {years} in {year}"
                number = book.person(note, sex, date(year - years, 2, 29))
                book.register(number, date(year, 1, 10))


def leap_year_before(book: CaseBook) -> None:
    """29 February less a year is 28 February."""
    leap = next(year for year in range(book.today.year - 1, 0, -1) if year % 4 == 0)
    for step in STEPS:
        last_open = date(leap - 1, 2, 28) + days(step)
        number = book.person(f"last registered {last_open}, job begins on 29 February {leap}")
        book.register(number, last_open - days(100), last_open + days(1))
        book.job(number, date(leap, 2, 29), None, FLEXIBLE)


DATED_CASES = (
    ages,
    last_day_worked,
    registration_ends,
    job_and_registration,
    gaps,
    a_year_later,
    determination_ends,
    visits,
    facts_change,
    moves,
)
LEAP_CASES = (leap_birthdays, leap_year_before)
