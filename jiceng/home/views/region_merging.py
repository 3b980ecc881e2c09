"""Merging regions (撤并): what would move is shown, then moved, by an administrator and with a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.models import Post
from jiceng.accounts.roles import Action
from jiceng.core import scope
from jiceng.core.pages import page
from jiceng.home.services.desk import desk_of
from jiceng.home.views.subject import UNPROCESSABLE
from jiceng.regions.forms import ChangeForm
from jiceng.regions.models import Region
from jiceng.regions.services import ReorganisationRefused, merge_regions
from jiceng.residents.models import Facts, Household


class MergeRegionsForm(ChangeForm):
    """Which children of a region go into which of them."""

    into = forms.ModelChoiceField(Region.objects.none(), label="并入到", empty_label="请选择")
    from_ = forms.ModelMultipleChoiceField(
        Region.objects.none(), label="被并入的区划", widget=forms.CheckboxSelectMultiple
    )
    field_order = ["from_", "into", "on", "document", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        children = self.region.children.existing_on(self.today).order_by("path")
        self.fields["into"].queryset = self.fields["from_"].queryset = children
        self.fields["document"].required = True

    def clean(self) -> dict[str, Any]:
        """A region does not go into itself."""
        entered = super().clean() or {}
        if entered.get("into") in (entered.get("from_") or ()):
            self.add_error("into", "区划不能并入自身")
        return entered

    def save(self, actor: Any) -> Region:
        """Merge them."""
        entered = self.cleaned_data
        return merge_regions(actor=actor, into=entered["into"], from_=list(entered["from_"]), **self.said)


class Moving(NamedTuple):
    """What a region would take along."""

    region: Region
    parts: int
    people: int
    households: int
    officers: int
    duties: int


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.ORGANISE)
def region_merge(request: AccountRequest) -> HttpResponse:
    """Choose the regions, look at what would move, and let it move."""
    regions = scope.in_scope(Region.objects.select_related("office"))
    code = request.GET.get("parent", request.post.office.region.code)
    parent = get_object_or_404(regions, code=code)
    request.actor.require(Action.ORGANISE, parent.path)
    posted = request.POST if request.method == "POST" else None
    form = MergeRegionsForm(posted, region=parent, today=request.today)
    preview: list[Moving] = []
    if posted is not None and form.is_valid():
        if "confirmed" in posted:
            try:
                into = form.save(request.actor)
            except ReorganisationRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, f"已并入{into.name}；居民、人员和未办结事项随之转移")
                return redirect("region", code=into.code)
        preview = what_would_move(form.cleaned_data["from_"], form.cleaned_data["on"], request.today)
    context = {"title": f"合并{parent.name}的下级区划", "region": parent, "form": form, "preview": preview}
    return page(request, "home/region_merge.html", context, status=UNPROCESSABLE if form.errors else 200)


def what_would_move(regions: Iterable[Region], on: dt.date, today: dt.date) -> list[Moving]:
    """The people, households, officers and open duties of each region on the day."""
    return [
        Moving(
            region,
            Region.objects.within(region.path).existing_on(on).exclude(pk=region.pk).count(),
            Facts.objects.within(region.path).open_on(on).count(),
            Household.objects.within(region.path).count(),
            _officers(region, on),
            sum(len(items) for _, items in desk_of(region, today).owed),
        )
        for region in regions
    ]


def _officers(region: Region, on: dt.date) -> int:
    inside = Region.objects.within(region.path)
    return Post.objects.held_on(on).filter(office__region__in=inside).values("user").distinct().count()
