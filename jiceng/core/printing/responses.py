"""A PDF as the answer to a request: shown by the browser, from where it is printed."""

from __future__ import annotations

from urllib.parse import quote

from csp.decorators import csp_exempt
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from jiceng.core.printing.dialog import asking_to_be_printed

PDF = "application/pdf"


def shown_in_browser(request: HttpRequest, content: bytes, name: str) -> HttpResponseBase:
    """The paper, opened in the viewer of the browser with the print dialog, under a name for saving.

    The viewers of browsers are pages of their own, with scripts and objects that our policy for pages would
    refuse; a paper of ours runs nothing.
    """
    asking = asking_to_be_printed(content)
    headers = {"Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}.pdf"}
    answer = csp_exempt()(lambda request: HttpResponse(asking, content_type=PDF, headers=headers))
    return answer(request)
