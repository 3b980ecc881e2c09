"""Data to be verified: columns of communities that are suspiciously alike, and the people behind them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.pages import page
from jiceng.home.views.fact_values import text_of
from jiceng.regions.models import Region
from jiceng.residents.ledgers import add_person
from jiceng.residents.models import Facts
from jiceng.residents.services import checking

SHOWN = 200
TOLD = {*checking.COLUMNS, checking.SURVEY_DAY}  # a phone or a text is told with the people only


@require_safe
@needs(Action.REVIEW)
def data_checks(request: AccountRequest) -> HttpResponse:
    """What a street or above should have verified by its communities."""
    found = checking.hints(request.today)
    regions = Region.objects.select_related("parent").in_bulk({each.region_id for each in found})
    told = Facts.objects.in_bulk([each.pk for each in found if each.column in TOLD])
    rows = [
        {
            "hint": each,
            "region": regions[each.region_id],
            "value": text_of(told[each.pk], each.column) if each.column in TOLD else "",
        }
        for each in found
    ]
    return page(request, "home/data_checks.html", {"title": "数据核实提示", "rows": rows, "rule": checking})


@require_safe
@needs(Action.REVIEW)
def data_check(request: AccountRequest, column: str, pk: int) -> HttpResponse:
    """The people behind a hint, by a row that says what they share: no value stands in the address."""
    people = checking.behind(column, pk, request.today) if column in checking.CHECKED else None
    if people is None:
        raise Http404
    rows = list(people.order_by("resident__pinyin", "pk")[: SHOWN + 1])
    if not rows:
        raise Http404
    add_person(rows, request.today)
    hint = checking.Hint(column, rows[0].region_id, len(rows), len(rows), pk)
    context = {
        "title": f"核实：{hint.label}",
        "region": rows[0].region,
        "rows": rows[:SHOWN],
        "cut_at": SHOWN if len(rows) > SHOWN else 0,
    }
    return page(request, "home/data_check.html", context)
