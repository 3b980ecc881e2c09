"""Finding a resident by what was typed: a name, pinyin, the last four or the whole number, a household.

Each kind of entry is one range or one digest over an index of its own, in the order of that index; one
query over several columns would read the whole register.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import Any

from jiceng.core import scope
from jiceng.core.cells import InvalidValue, half_width
from jiceng.core.identity import normalise, parse_identity
from jiceng.core.lookups import LAST_CHARACTER
from jiceng.core.secrets import digester
from jiceng.policy.given import Given, given_day
from jiceng.policy.statements import Statement, attributes_of
from jiceng.residents.models import Facts, Household, IdentityClaim, Resident

LIMIT = 20
REMEMBERED = 256  # statements: kinds of entry times scopes
LONGEST_INITIALS = 4  # names have two to four characters
_LAST_FOUR = re.compile(r"[0-9]{3}[0-9Xx]")
_LETTERS = re.compile(r"[A-Za-z' ]+")
_WHOLE = re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}")
_NUMERIC = re.compile(r"[0-9]{5,}[Xx]?")
_HOUSEHOLD = re.compile(r"户\s*([0-9A-Za-z-]+)|([0-9A-Za-z-]+)\s*户")  # 户12, 12户
_COLUMNS = attributes_of(Resident, "region")
_HAN = re.compile(r"[〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass
class Found:
    """Hits in the scope; else the office that looks after the person, or why nothing was looked for."""

    residents: list[Resident] = field(default_factory=list)
    has_more: bool = False
    elsewhere: IdentityClaim | None = None
    message: str = ""

    @property
    def single(self) -> Resident | None:
        """The one hit."""
        return self.residents[0] if len(self.residents) == 1 and not self.has_more else None


def find(typed: str, *, today: dt.date, with_claims: bool = False) -> Found:
    """Residents of the current scope who fit what was typed, at most 20.

    `with_claims` lets an exact number that the scope does not hold answer who looks after the person; the
    caller audits that.
    """
    text = half_width(typed).strip()
    plain = normalise(text)
    if household := _HOUSEHOLD.fullmatch(text):
        return _by_household(household[1] or household[2], today)
    if _WHOLE.fullmatch(plain):
        return _by_number(plain, today, with_claims)
    if _LAST_FOUR.fullmatch(plain):
        digest = digester().last4(plain)
        found = _cut(_fetched("last4_digest", digest))
        found.residents.sort(key=attrgetter("pinyin"))
        return found
    if _NUMERIC.fullmatch(plain):
        return Found(message="号码应为完整的18位，或只输入后四位")
    if _HAN.match(text):
        return _cut(_beginning("name", "".join(text.split())))
    if _LETTERS.fullmatch(text):
        return _by_letters(re.sub("[' ]", "", text).lower())
    return Found(message="请输入姓名、拼音首字母、号码后四位、完整的公民身份号码或家庭编号（如12户）")


def _by_number(number: str, today: dt.date, with_claims: bool) -> Found:
    try:
        whole = parse_identity(number, today=today).number
    except InvalidValue as wrong:
        return Found(message=f"公民身份号码有误：{wrong.expected}")
    digest = digester().digest(whole)
    found = _cut(_fetched("number_digest", digest))
    if not found.residents and with_claims:
        claims = IdentityClaim.objects.select_related("region__office")
        claim = claims.filter(digest=digest).first()
        # The number of a duplicate that was merged leads to the resident who stays.
        known = Resident.objects.select_related("region")
        kept = known.filter(pk=claim.resident_id).first() if claim else None
        found = Found([kept]) if kept is not None else Found(elsewhere=claim)
    if not found.residents and found.elsewhere is None:
        found.message = "没有登记该号码的居民" if with_claims else ""
    return found


def _by_household(number: str, today: dt.date) -> Found:
    """Who lives today in the households of that number: it names one in each community."""
    there = _compiled_household(scope.current()).given({"number": number, "on": today})
    return _cut(there.instances(Resident, "region"))


@lru_cache(maxsize=REMEMBERED)
def _compiled_household(where: scope.Scope) -> Statement:
    """The statement for a household: so many homes by the index of numbers, and only then who lives there."""
    number: Any = Household._meta.get_field("number")
    homes = Household.objects.filter(number=Given("number", number)).order_by("path").values("pk")
    there = Facts.objects.filter(household__in=homes[: LIMIT + 1]).open_on(given_day("on"))
    rows = there.order_by("path", "resident__birth", "pk")[: LIMIT + 1]
    return Statement.of(rows.values_list(*(f"resident__{name}" for name in _COLUMNS)))


def _by_letters(letters: str) -> Found:
    """Initials before whole pinyin: who types two letters means initials."""
    hits: dict[int, Resident] = {}
    kinds = ["initials", "pinyin"] if len(letters) <= LONGEST_INITIALS else ["pinyin"]
    for column in kinds:
        for each in _beginning(column, letters):
            hits.setdefault(each.pk, each)
        if len(hits) > LIMIT:
            break  # no more are shown, whatever else there is
    return _cut(list(hits.values()))


def _beginning(column: str, text: str) -> list[Resident]:
    """Residents whose column begins with a text, in its order."""
    return _fetched(column, text, text + LAST_CHARACTER)


def _fetched(column: str, low: Any, high: str | None = None) -> list[Resident]:
    """The first residents of the scope with a column equal to `low`, or from there up to `high`."""
    statement = _compiled(column, high is not None, scope.current())
    return statement.given({"low": low, "high": high}).instances(Resident, "region")


@lru_cache(maxsize=REMEMBERED)
def _compiled(column: str, is_range: bool, where: scope.Scope) -> Statement:
    """The statement of a kind of entry, compiled once for a scope: that takes longer than to ask it."""
    kind: Any = Resident._meta.get_field(column)
    low, high = Given("low", kind), Given("high", kind)
    wanted = {f"{column}__gte": low, f"{column}__lt": high} if is_range else {column: low}
    rows = Resident.objects.filter(**wanted).order_by(column, "id")[: LIMIT + 1]
    return Statement.of(rows.values_list(*_COLUMNS))


def _cut(rows: list[Resident]) -> Found:
    return Found(rows[:LIMIT], has_more=len(rows) > LIMIT)
