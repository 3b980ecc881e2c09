"""Reports on paper: the form as it stands, and the definitions behind its rows."""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
import pytest
from django.urls import reverse

from jiceng.accounts.models import AuditEntry
from jiceng.accounts.roles import Role
from jiceng.core import scope
from tests.factories import HERE, NEXT, TODAY, MiniCity
from tests.home.browsing import client_of

pytestmark = pytest.mark.django_db
ADDRESS = reverse("report-print", args=["bx-quarterly", HERE, "2026Q3"])


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> MiniCity:
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    city = MiniCity()
    city.job(city.resident(), TODAY)
    return city


def text_of(reply: Any) -> str:
    """The text of a printed answer, without the breaks that the paper made."""
    assert reply.status_code == 200 and reply["Content-Type"] == "application/pdf", reply.content[:300]
    pages = pypdf.PdfReader(io.BytesIO(reply.content)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


def test_the_form_has_its_heads_rows_and_places_to_sign(city):
    said = text_of(client_of(city.officer()).post(ADDRESS))
    for part in ("城乡劳动力就业与失业情况季报", "报告期：2026年第三季度", "登记失业率", "（公章）", "草稿"):
        assert part in said
    assert "从业人员11001" in said
    with scope.entered(scope.WHOLE):
        entry = AuditEntry.objects.get(action="report_printed")
    assert (entry.path, entry.detail["form"], entry.detail["kind"]) == (HERE, "bx-quarterly", "form")


def test_the_definitions_tell_every_row_with_its_days_and_article(city):
    said = text_of(client_of(city.officer()).post(ADDRESS, {"kind": "definitions"}))
    for part in (
        "统计口径说明",
        "本政办发〔2009〕71号",
        "统计2026年9月30日当日的在册情况",
        "统计2026年7月1日至2026年9月30日期间",
        "就业日期在当日或之前",
        "口径版本",
    ):
        assert part in said


def test_only_the_own_region_and_those_who_may_export(city):
    assert client_of(city.officer(NEXT)).post(ADDRESS).status_code == 404
    assert client_of(city.officer(role=Role.AUDITOR)).post(ADDRESS).status_code == 403
