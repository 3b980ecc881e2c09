"""What a pack may say: one government document as typed entries, each with its article."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Tree = Any  # "name" | {name = {..}} | {all|any = [..]} | {not = ..} | {relation = ..} | {was = .., on = ..}
Every = Literal["month", "quarter", "half", "year"]
LevelName = Literal["community", "street", "county", "city", "province"]


class Strict(BaseModel):
    """No unknown keys."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, frozen=True)


class Coded(Strict):
    """Something with a code of its own."""

    code: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    label: str = Field(min_length=1)


class Entry(Coded):
    """An entry of a pack, in force from `from` (else the day of issue) until `until`."""

    article: str = ""
    from_: dt.date | None = Field(None, alias="from")
    until: dt.date | None = None
    withdrawn: bool = False

    @model_validator(mode="after")
    def names_its_article(self) -> Entry:
        """Every entry says where it comes from; a plain building block may leave it to the pack."""
        if self.until and self.from_ and self.until < self.from_:
            raise ValueError("until 早于 from")
        return self


class Rule(Strict):
    """A tree split over the keys all, any and not, all of which must hold."""

    all: list[Tree] | None = None
    any: list[Tree] | None = None
    not_: Tree | None = Field(None, alias="not")

    @property
    def tree(self) -> Tree:
        """The rule as one tree."""
        parts = list(self.all or [])
        parts += [{"any": self.any}] if self.any is not None else []
        parts += [{"not": self.not_}] if self.not_ is not None else []
        return parts[0] if len(parts) == 1 else {"all": parts}


class Category(Entry, Rule):
    """A set of subjects defined by the document; `determination` names the 类别 that stands for it."""

    subject: str = "resident"
    determination: str | None = None

    @model_validator(mode="after")
    def says_something(self) -> Category:
        """A category needs a rule."""
        if not self.withdrawn and self.all is None and self.any is None and self.not_ is None:
            raise ValueError("需要 all、any、not 中的至少一项")
        return self


class Duty(Entry):
    """What a level owes, by when, and which record proves it."""

    subject: str = "resident"
    level: LevelName = "community"
    who: Tree = None
    every: Every | None = None
    since: str | None = None
    within_days: int | None = Field(None, ge=0)
    within_working_days: int | None = Field(None, ge=0)
    window: tuple[str, str] | None = None
    evidence: list[str] = []
    after: str | None = None
    final: bool = False
    due_days: int = Field(0, ge=0)

    @field_validator("window")
    @classmethod
    def days_of_a_year(cls, window: tuple[str, str] | None) -> tuple[str, str] | None:
        """A window is written as month-day twice; 2000 was a leap year, so 02-29 is a day."""
        for mark in window or ():
            try:
                dt.date.fromisoformat(f"2000-{mark}")
            except ValueError:
                raise ValueError("应为两个月-日，如 10-01") from None
        return window

    @model_validator(mode="after")
    def has_one_timing(self) -> Duty:
        """Either every period, or within some days of an event."""
        within = (self.within_days is not None) + (self.within_working_days is not None)
        if not self.withdrawn and (self.every is None) == (self.since is None or within != 1):
            raise ValueError("需要 every，或 since 加 within_days、within_working_days 之一")
        return self


class Column(Coded):
    """A column of a form: whom it counts."""

    where: Tree = None


class DutyCount(Strict):
    """How many of a duty were owed, or done in time, in the period."""

    duty: str
    status: Literal["owed", "done", "late", "missed", "overdue", "open"]


class Measure(Strict):
    """A number of a region over a span."""

    count: Tree = None
    subject: str = "resident"
    formula: str | None = None
    duty: DutyCount | None = None
    digits: int = 0

    @model_validator(mode="after")
    def has_one_source(self) -> Measure:
        """A number comes from one place."""
        if sum(x is not None for x in (self.count, self.formula, self.duty)) != 1:
            raise ValueError("需要 count、formula、duty 中的一项")
        return self


class Row(Coded, Measure):
    """A row of a form."""

    columns: list[str] | None = None
    article: str = ""


class Check(Strict):
    """A rule between the cells of a form, and what to say when it is broken."""

    rule: str
    message: str


class Form(Entry):
    """A report form."""

    period: Every
    level: LevelName = "community"
    due_days: int = 5
    column: list[Column] = []
    row: list[Row] = []
    check: list[Check] = []


class LedgerLayout(Entry):
    """An official ledger (台账): a subject, a population and the columns of its layout.

    `sort` and `sums` name columns; `title` stands on paper in place of the label. A layout that no document
    prints is our own, and says so.
    """

    subject: str = "resident"
    population: Tree
    columns: list[str] = Field(min_length=1)
    title: str = ""
    sort: str = ""
    sums: list[str] = []
    paper: Literal["A4", "A3"] = "A4"
    own_layout: bool = False


class Indicator(Entry, Measure):
    """A named number of a region."""

    let: dict[str, Measure] = {}


class Head(Coded):
    """The document that a pack stands for; one `by_hand` is shipped, but not attached to its region."""

    label: str = ""
    title: str
    document: str
    issued: dt.date
    from_: dt.date | None = Field(None, alias="from")  # of entries that name no day of their own
    region: str = Field(pattern=r"^\d{2,12}$")
    by_hand: bool = False


class Pack(Strict):
    """One government document."""

    pack: Head
    category: list[Category] = []
    duty: list[Duty] = []
    form: list[Form] = []
    ledger: list[LedgerLayout] = []
    indicator: list[Indicator] = []


KINDS = ("category", "duty", "form", "ledger", "indicator")
