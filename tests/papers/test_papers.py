"""Proofs, forms, cards and dossiers: what they say, under which number, and who may print them."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError
from django.urls import reverse

from jiceng.accounts.models import AuditEntry
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.core.secrets import cipher
from jiceng.papers.models import Paper
from tests.factories import CITY, HERE, NEXT, STREET, TODAY, MiniCity
from tests.home.browsing import body, client_of

pytestmark = pytest.mark.django_db
SINCE = dt.date(2026, 3, 1)


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> MiniCity:
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    return MiniCity()


@pytest.fixture
def wang(city: MiniCity) -> Any:
    """Registered unemployed, in hardship, in a recognised household of two."""
    wang = city.resident(name="王小明", household="0012", relation="0", hukou="10", phone="13800000000")
    city.resident(name="王大宝", household="0012", relation="2", birth=dt.date(2005, 5, 5), sex="M")
    city.registration(wang, SINCE, reason="20", former_employer='#panic("x") *厂*')
    city.determination(wang, SINCE)
    city.recognition(city.household("0012"), SINCE)
    city.visit(wang, dt.date(2026, 8, 3), content="了解求职情况")
    return wang


def number_of(person: Any) -> str:
    """The whole identity number."""
    return cipher().decrypt(bytes(person.number_cipher))


def text_of(reply: Any) -> str:
    """The text of a printed answer, without the breaks that the paper made."""
    assert reply.status_code == 200 and reply["Content-Type"] == "application/pdf", reply.content[:300]
    pages = pypdf.PdfReader(io.BytesIO(reply.content)).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


def print_paper(city: MiniCity, person: Any, code: str, path: str = HERE, role: str = Role.WORKER) -> Any:
    """The answer to an officer who prints a document about a resident."""
    return client_of(city.officer(path, role)).post(reverse("person-paper", args=[person.pk, code]))


def papers() -> list[Paper]:
    with scope.entered(scope.WHOLE):
        return list(Paper.objects.select_related("office__region").order_by("pk"))


def test_a_proof_says_what_the_registers_say(city, wang):
    said = text_of(print_paper(city, wang, "unemployment-proof"))
    assert "失业登记证明" in said and "于2026年3月1日办理失业登记" in said and "盖章处" in said
    assert number_of(wang) in said and '#panic("x")*厂*' in said
    assert f"{HERE}〔2026〕00001号" in said and "南地社区" in said


def test_documents_are_offered_by_what_holds_today(city, wang):
    client = client_of(city.officer())
    panel = body(client.get(reverse("person-papers", args=[wang.pk])))
    assert "失业登记证明" in panel and "就业登记证明" not in panel and "一人一档" in panel
    city.job(wang, dt.date(2026, 9, 1), form="010", employer_name="本溪钢铁厂")
    panel = body(client.get(reverse("person-papers", args=[wang.pk])))
    assert "失业登记证明" not in panel and "就业登记证明" in panel
    assert "本溪钢铁厂" in text_of(print_paper(city, wang, "employment-proof"))
    assert print_paper(city, wang, "unemployment-proof").status_code == 302
    assert [paper.document for paper in papers()] == ["employment-proof"]


def test_numbers_run_on_for_each_office_and_every_print_is_recorded(city, wang):
    for _ in range(2):
        print_paper(city, wang, "contact-card")
    print_paper(city, wang, "hardship-form", STREET, Role.CLERK)
    assert [paper.number for paper in papers()] == [
        f"{HERE}〔2026〕00001号",
        f"{HERE}〔2026〕00002号",
        f"{STREET}000〔2026〕00001号",
    ]
    with scope.entered(scope.WHOLE):
        entries = list(AuditEntry.objects.filter(action="paper_issued").order_by("pk"))
    assert [each.subject_id for each in entries] == [wang.pk] * 3
    assert entries[2].detail == {"document": f"{STREET}000〔2026〕00001号", "whole_number": True}
    assert "王小明" in body(client_of(city.officer()).get(reverse("person-papers", args=[wang.pk])))


def test_a_paper_is_never_changed(city, wang):
    print_paper(city, wang, "contact-card")
    with pytest.raises(ProgrammingError, match="permission denied"), scope.entered(scope.WHOLE):
        Paper.objects.update(serial=7)


def test_masked_papers_show_ages_and_no_birth_date(city, wang):
    home = reverse("household-paper", args=[city.household("0012").pk, "zero-household-form"])
    dossiers = [
        reverse("person-dossier", args=[wang.pk]),
        home.replace("papers/zero-household-form", "dossier"),
    ]
    client = client_of(city.officer())
    for address in (home, *dossiers):
        said = text_of(client.post(address))
        assert "王小明" in said and "王大宝" in said and "46" in said
        assert number_of(wang) not in said and "1980-03-15" not in said and "19800315" not in said
    card = text_of(print_paper(city, wang, "contact-card"))
    assert "王小明" in card and number_of(wang)[-4:] not in card


def test_a_dossier_holds_facts_time_line_and_what_rooms_add(city, wang):
    from jiceng.assistance.models import Plan

    place = {"region": wang.region, "path": wang.path, "known_on": SINCE}
    city._add(Plan(**place, resident=wang, start=SINCE, goal="三个月内上岗"))
    said = text_of(client_of(city.officer()).post(reverse("person-dossier", args=[wang.pk])))
    for part in (
        "失业登记",
        "认定为就业困难人员：4050人员",
        "了解求职情况",
        "援助计划",
        "三个月内上岗",
        "未询问",
    ):
        assert part in said
    home = client_of(city.officer()).post(reverse("household-dossier", args=[city.household("0012").pk]))
    assert "家庭认定为零就业家庭" in text_of(home)


def test_only_the_own_region_and_those_who_may_see_numbers(city, wang):
    for address in ("person-papers", "person-dossier"):
        url = reverse(address, args=[wang.pk])
        neighbour = client_of(city.officer(NEXT))
        assert {neighbour.get(url).status_code, neighbour.post(url).status_code} <= {404, 405}
    assert print_paper(city, wang, "contact-card", NEXT).status_code == 404
    assert print_paper(city, wang, "zero-household-form").status_code == 404
    assert print_paper(city, wang, "hardship-form", CITY, Role.AUDITOR).status_code == 403
    assert papers() == []


def test_the_list_of_volumes_names_who_has_a_bound_file(city, wang):
    city.resident(name="李无档", household="0099")
    said = text_of(client_of(city.officer()).post(reverse("volumes")))
    assert "卷宗目录（一人一档）共1卷" in said and "卷宗目录（一户一档）共1卷" in said
    assert "人0001王小明" in said and "户00010012" in said and "李无档" not in said
    assert number_of(wang) not in said
    street = client_of(city.officer(STREET, Role.CLERK)).post(reverse("volumes"), {"place": HERE})
    assert "王小明" in text_of(street)
    assert client_of(city.officer(NEXT)).post(reverse("volumes"), {"place": HERE}).status_code == 404


def test_the_command_writes_both_kinds(city, wang, tmp_path):
    for name in ("ledger.pdf", "ledger.xlsx"):
        call_command("ledger", "unemployed", "--region", HERE, "-o", str(tmp_path / name))
        assert (tmp_path / name).stat().st_size > 1000
    for wrong in (["unemployed", "--region", HERE, "-o", "x.doc"], ["none", "--region", HERE, "-o", "x.pdf"]):
        with pytest.raises(CommandError):
            call_command("ledger", *wrong)
