"""bx-quarterly by hand: the SQL that a specialist would write for this one form, with the same cells.

It knows no pack: ages, rows and columns stand in the text. `cells` of it and of the product must be equal.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from jiceng.core.scope import AFTER_ALL_PATHS
from jiceng.core.spans import Period, holding

FORMS = (
    "employed_unit", "employed_own_account", "employed_flexible", "employed_public_post",
    "employed_transferred",
)  # fmt: skip
ROWS = (
    "labour_resources", "employed", *FORMS, "newly_employed", "re_employed", "re_employed_hardship",
    "registered_unemployed", "registered_unemployed_4050", "hardship", "hardship_employed",
)  # fmt: skip
COLUMNS = ("total", "female", "urban", "rural", "other")
NEW, RE, RE_HARD, OPEN, HARDSHIP = 32, 64, 128, 256, 512
ANY_FORM = 31

Cells = dict[str, dict[str, Any]]


def _sql(name: str) -> str:
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


RESIDENTS, FOUND, RECOGNISED, FOLLOW_UPS = map(_sql, ("residents", "found", "recognised", "follow_ups"))


def cells(cursor: Any, path: str, period: Period, today: dt.date) -> Cells:
    """Every cell of the form for a region; the connection has the scope of the whole deployment."""
    span = {
        "lo": path, "hi": path + AFTER_ALL_PATHS, "first": period.first, "last": min(period.last, today),
        "on": today, **_months(period, today),
    }  # fmt: skip
    counted = _residents(cursor.execute(RESIDENTS, span).fetchall())
    found = {household for (household,) in cursor.execute(FOUND, span).fetchall()}
    recognised = cursor.execute(RECOGNISED, span).fetchall()
    owed, done = cursor.execute(FOLLOW_UPS, span).fetchone()
    totals = {
        "zero_households_found": len(found),
        "zero_households_recognised": sum(is_open for _, is_open, _ in recognised),
        "zero_households_resolved": sum(works for _, _, works in recognised),
        "zero_households_left": sum(
            not works and (not is_open or household not in found) for household, is_open, works in recognised
        ),
        "follow_ups_owed": owed,
        "follow_ups_done": done,
        "unemployment_rate": _rate(counted),
    }
    return counted | {row: {"total": n} for row, n in totals.items()}


def _months(period: Period, today: dt.date) -> dict[str, list[dt.date]]:
    months = []
    month = holding(period.first, "month")
    while month.last <= period.last and month.first <= today:
        months.append(month)
        month = month.after()
    return {
        "firsts": [month.first for month in months],
        "lasts": [month.last for month in months],
        "ats": [min(month.last, today) for month in months],
    }


def _residents(groups: list[tuple[Any, ...]]) -> Cells:
    counted = {row: dict.fromkeys(COLUMNS, 0) for row in ROWS}
    for sex, hukou, present, bits, of_age, barred, near_pension, n in groups:
        columns = ("total", hukou, "female") if sex == "F" else ("total", hukou)
        for row in _rows(present, bits, of_age, barred, near_pension):
            for column in columns:
                counted[row][column] += n
    return counted


def _rows(present: bool, bits: int, of_age: bool, barred: bool, near_pension: bool) -> list[str]:
    flows = {"newly_employed": NEW, "re_employed": RE, "re_employed_hardship": RE_HARD}
    hits = [row for row, bit in flows.items() if bits & bit]
    if not present:
        return hits
    works, is_registered = bool(bits & ANY_FORM), bool(bits & OPEN) and not bits & ANY_FORM
    hits += [form for place, form in enumerate(FORMS) if bits & 1 << place]
    facts = {
        "labour_resources": of_age and not barred,
        "employed": works,
        "registered_unemployed": is_registered,
        "registered_unemployed_4050": is_registered and of_age and near_pension,
        "hardship": bits & HARDSHIP,
        "hardship_employed": bits & HARDSHIP and works,
    }
    return hits + [row for row, holds in facts.items() if holds]


def _rate(counted: Cells) -> Decimal | None:
    idle, works = counted["registered_unemployed"]["total"], counted["employed"]["total"]
    if not idle + works:
        return None
    return (Decimal(100) * idle / (idle + works)).quantize(Decimal("0.01"), ROUND_HALF_UP)
