"""Pages of the packs in force and of the working days."""

import datetime as dt

import pytest
from django.test import Client

from jiceng.core.models import Holiday
from tests.factories import COUNTY, FAR, HERE, TODAY, MiniCity

OVERRIDE = """
[pack]
code = "county"
title = "平山区补充规定"
document = "平政发〔2026〕1号"
issued = 2026-08-01
region = "210502"

[[category]]
code = "working_age"
label = "劳动年龄（平山区）"
article = "一"
all = [{ aged = { at_least = 18, under = 60 } }]
"""


@pytest.fixture
def city(db, monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    return MiniCity()


def page(city, address, path=HERE, role="worker", **headers):
    client = Client()
    client.force_login(city.officer(path, role).user, "django.contrib.auth.backends.ModelBackend")
    return client.get(address, **headers)


def text(reply):
    assert reply.status_code == 200
    return reply.content.decode()


def test_entries_in_force_name_document_and_article(city):
    shown = text(page(city, "/policy/"))
    assert "本政办发〔2009〕71号 三(三)3(4)" in shown and "零就业家庭认定后20天内就业" in shown
    assert "2009-06-06" in shown


def test_before_the_pack_nothing_was_in_force(city):
    assert "没有政策文件" in text(page(city, "/policy/?on=2008-01-01"))


def test_a_day_that_makes_no_sense_is_today(city):
    assert "2026年9月15日" in text(page(city, "/policy/?on=2026-13-45"))


@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [
        ("category", "candidate_4050", ["登记失业人员", "年满40周岁", "经认定记为“4050人员”"]),
        ("duty", "bx-follow-up", ["每月一次", "就业后回访", "记为未办，不再补办", "不得早于最近一次“就业”"]),
        ("duty", "bx-zero-household", ["自“零就业家庭认定”之日起20日内", "家庭成员就业"]),
        ("form", "bx-quarterly", ["每季度一次，期满后5日内", "登记失业率(%)", "表内核对"]),
    ],
)
def test_an_entry_is_told_in_words(city, kind, code, words):
    shown = text(page(city, f"/policy/entry/?kind={kind}&code={code}"))
    for each in words:
        assert each.replace("年满40周岁", "年满40周岁") in shown


def test_the_fragment_of_an_entry_is_part_of_its_page(city):
    address = "/policy/entry/?kind=duty&code=bx-follow-up"
    fragment = text(page(city, address, HTTP_HX_REQUEST="true"))
    assert "<html" not in fragment and fragment.strip() in text(page(city, address))


@pytest.mark.parametrize(
    "query", ["", "?kind=duty&code=nothing", "?kind=category&code=working_age&on=2008-01-01"]
)
def test_an_entry_that_is_not_in_force_is_not_found(city, query):
    assert page(city, f"/policy/entry/{query}").status_code == 404


def test_parts_with_rules_of_their_own_are_named_and_opened(city):
    from jiceng.accounts.actors import command_actor
    from jiceng.core import scope
    from jiceng.policy.services import enact

    with scope.entered(scope.WHOLE):
        enact(actor=command_actor(), text=OVERRIDE, region=city.regions[COUNTY], today=TODAY)
    assert "平山区</a>" in text(page(city, "/policy/", "2105", "administrator"))
    assert "劳动年龄（平山区）" in text(page(city, "/policy/?region=210502000000", "2105", "administrator"))
    assert "劳动年龄（平山区）" in text(page(city, "/policy/"))


def test_another_region_is_not_found(city):
    assert page(city, f"/policy/?region={FAR}").status_code == 404


def test_a_year_with_its_notice(city):
    shown = text(page(city, "/holidays/?year=2025"))
    assert "2025-10-01" in shown and "没有2025年" not in shown
    assert '<td class="made_up">28</td>' in shown  # 2025-09-28, a Sunday that was worked


def test_a_year_without_a_notice_warns(city):
    assert "没有2031年的节假日安排" in text(page(city, "/holidays/?year=2031"))
    Holiday.objects.filter(day__year=2026).delete()
    assert "没有2026年的节假日安排" in text(page(city, "/holidays/"))
    assert "尚无2026年" in text(page(city, "/holidays/?year=2025"))


def test_the_shipped_notices_are_there_from_the_start(db):
    assert Holiday.objects.filter(day=dt.date(2026, 10, 1), is_working=False).exists()
