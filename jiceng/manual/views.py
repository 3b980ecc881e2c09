"""The pages of the handbook, open to everybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from jiceng.core.pages import page
from jiceng.manual.chapters import chapters
from jiceng.manual.searching import find

TITLE = "使用手册"
MOST_TYPED = 40  # characters


@require_safe
@login_not_required
def contents(request: HttpRequest) -> HttpResponse:
    """The table of contents."""
    return page(request, "manual/contents.html", {"title": TITLE, "chapters": list(chapters().values())})


@require_safe
@login_not_required
def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """One chapter."""
    every = list(chapters().values())
    place = next((place for place, each in enumerate(every) if each.slug == slug), None)
    if place is None:
        raise Http404
    context = {
        "title": every[place].title,
        "chapters": every,
        "chapter": every[place],
        "following": every[place + 1] if place + 1 < len(every) else None,
    }
    return page(request, "manual/chapter.html", context)


@require_safe
@login_not_required
def whole(request: HttpRequest) -> HttpResponse:
    """All chapters on one page, to be printed."""
    return page(request, "manual/whole.html", {"title": TITLE, "chapters": list(chapters().values())})


@require_POST
@login_not_required
def search(request: HttpRequest) -> HttpResponse:
    """The sections that hold what was typed; by POST, since it may be anything."""
    typed = request.POST.get("words", "")[:MOST_TYPED]
    context = {
        "title": TITLE,
        "chapters": list(chapters().values()),
        "typed": typed,
        "hits": find(typed),
    }
    return page(request, "manual/found.html", context, fragment="manual/found_list.html")
