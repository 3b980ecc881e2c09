"""What the first page fetches after the duties: where the reports stand, and the last import."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.roles import Action
from jiceng.core.models import ImportRun
from jiceng.core.pages import page
from jiceng.core.scope import in_scope
from jiceng.reporting.services.progress import FormLine, PeriodLine, overview


@dataclass(frozen=True)
class Report:
    """A report that is still to be done, or the running one; how many of those below wait for an answer."""

    label: str
    line: PeriodLine
    url: str


@require_safe
@needs(Action.VIEW)
def around(request: AccountRequest) -> HttpResponse:
    """The reports and the last import of the officer's region."""
    region = request.post.office.region
    forms = overview(actor=request.actor, region=region, today=request.today)
    context = {
        "title": "报表与导入",
        "reports": [_report(form, region.code) for form in forms if form.lines],
        "last_import": _last_import() if request.actor.may(Action.IMPORT) else None,
    }
    return page(request, "home/around.html", context, fragment="home/around_body.html")


def _report(form: FormLine, code: str) -> Report:
    """The period that has just ended while it was not submitted, else the running one."""
    over = next((line for line in form.lines if not line.is_running), None)
    line = over if over is not None and not over.progress.is_frozen else form.lines[0]
    return Report(form.form.label, line, reverse("report", args=[form.form.code, code, line.period.code]))


def _last_import() -> ImportRun | None:
    runs = in_scope(ImportRun.objects.defer("upload", "result"))
    latest: ImportRun | None = runs.order_by("-started_at", "-pk").first()
    return latest
