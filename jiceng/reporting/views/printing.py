"""A report on paper, opened by the browser."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from jiceng.core.printing import PrintFailed
from jiceng.core.printing.responses import shown_in_browser
from jiceng.reporting.services.printing import print_definitions, print_form
from jiceng.reporting.views.asked import Asked, about_a_report


@require_POST
@about_a_report
def print_report(asked: Asked) -> HttpResponseBase:
    """The form, or the definitions behind its rows."""
    wants_definitions = asked.request.POST.get("kind") == "definitions"
    write = print_definitions if wants_definitions else print_form
    name = f"{asked.code}-{asked.region.name}-{asked.period.code}{'-口径' if wants_definitions else ''}"
    try:
        content = write(**asked.call, live=asked.request.POST.get("live") == "1")
    except PrintFailed as why:
        messages.error(asked.request, str(why))
        return redirect(asked.url("report"))
    return shown_in_browser(asked.request, content, name)
