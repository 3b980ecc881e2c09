"""A changed pack on the screen: mistakes with lines, what and whom it changes, and its enactment."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiceng.accounts.models import AuditEntry
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.core.spans import parse_period
from jiceng.policy import packs
from jiceng.policy.force import in_force
from jiceng.policy.models import Enactment
from jiceng.reporting.services.filing import submit
from tests.factories import CITY, COUNTY, HERE, MiniCity
from tests.home.browsing import HTMX, body, client_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 15)
DOCUMENT = "本政办发〔2026〕9号"
CHANGED = f"""
[pack]
code = "benxi-2026"
title = "关于调整劳动年龄的通知"
document = "{DOCUMENT}"
issued = 2026-08-20
from = 2026-09-01
region = "2105"

[[category]]
code = "working_age"
label = "劳动年龄"
article = "一"
all = [{{ aged = {{ at_least = 16, under = 50 }} }}]

[[category]]
code = "grown_up"
label = "成年"
article = "二"
from = 2027-01-01
all = [{{ aged = {{ at_least = 18 }} }}]

[[category]]
code = "candidate_shack_resettled"
label = "棚改回迁失业人员(符合条件)"
article = "三"
withdrawn = true
"""


@pytest.fixture
def city(monkeypatch):
    """One resident of 52, who counts as of working age so far, and one of 30."""
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    city = MiniCity()
    city.resident(name="王小明", birth=dt.date(1974, 1, 1), sex="M")
    city.resident(name="李强", birth=dt.date(1996, 1, 1), sex="M")
    return city


@pytest.fixture
def client(city):
    return client_of(city.officer(CITY, Role.ADMINISTRATOR))


def send(client, text, region=CITY):
    data = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile("changed.toml", data)
    return client.post("/policy/upload/", {"file": file, "region": region.ljust(12, "0")})


def carried(text=CHANGED, **more):
    """What the page of the review sends on, with the line ends of a browser."""
    return {"text": text.replace("\n", "\r\n"), "region": CITY.ljust(12, "0"), **more}


def enacted(client, **more):
    given = {"document": DOCUMENT, "reason": "省里有新规定", **more}
    return client.post("/policy/upload/enact/", carried(**given), follow=True)


def test_every_mistake_has_its_line_key_and_reason(client):
    wrong = CHANGED.replace("at_least = 16", "at_leest = 16").replace(
        "all = [{ aged = { at_least = 18 } }]", ""
    )
    reply = send(client, wrong)
    shown = reply.content.decode()
    assert reply.status_code == 422 and "2处错误" in shown
    assert "没有参数 at_leest" in shown and "category.working_age" in shown and "at_leest = 16" in shown
    assert "需要 all、any、not 中的至少一项" in shown
    assert not Enactment.objects.filter(pack="benxi-2026").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"\xff\xfe\x00", "UTF-8"),
        (b"x" * 300_000, "不是政策包"),
        ("[pack", "文件格式错误"),
        ("", "文件是空的"),
    ],
)
def test_what_is_no_pack_is_refused(client, text, words):
    reply = send(client, text)
    assert reply.status_code == 422 and words in reply.content.decode()


def test_a_review_tells_what_changes_and_leaves_everything_as_it_was(city, client):
    shown = body(send(client, CHANGED))
    assert "自2026年9月1日起有变动" in shown
    for words in ("新增", "修改", "废止", "年满16周岁、未满50周岁", "年满16周岁、未满60周岁的男性"):
        assert words in shown
    assert "颁行理由" in shown and "已知悉" not in shown
    people = body(client.post("/policy/upload/people/", carried(), **HTMX))
    assert "劳动年龄" in people and "劳动力资源" in people and "按2026年9月15日的情况" in people
    assert "210502********" in people and "19740101" not in people
    assert not Enactment.objects.filter(pack="benxi-2026").exists()


def test_an_enactment_is_logged_and_holds_from_its_day(city, client):
    assert f"{DOCUMENT}已在本溪市颁行" in body(enacted(client))
    enactment = Enactment.objects.get(pack="benxi-2026")
    assert enactment.text == CHANGED  # whatever line ends the browser sent
    with scope.entered(scope.WHOLE):
        (entry,) = AuditEntry.objects.filter(action="enact", reason="省里有新规定")
    assert entry.detail["document"] == DOCUMENT and entry.subject_id == enactment.pk
    region = city.regions[HERE]
    for day, document in (("2026-08-31", "本政办发〔2009〕71号"), ("2026-09-01", DOCUMENT)):
        origin = in_force(region, dt.date.fromisoformat(day)).origins["category", "working_age"]
        assert origin.enactment.document == document
    keys = in_force(region, TODAY).origins.keys()
    assert ("category", "candidate_shack_resettled") not in keys and ("category", "grown_up") not in keys


def test_the_same_text_again_is_no_change(client):
    enacted(client)
    shown = body(send(client, CHANGED))
    assert "再次颁行没有变化" in shown and "颁行理由" not in shown
    assert "没有变化" in body(enacted(client))
    assert Enactment.objects.filter(pack="benxi-2026").count() == 1


@pytest.mark.parametrize("given", [{"document": "本政办发〔2009〕71号"}, {"reason": " "}])
def test_nothing_is_enacted_without_its_number_and_a_reason(client, given):
    assert enacted(client, **given).status_code == 422
    assert not Enactment.objects.filter(pack="benxi-2026").exists()


def test_before_a_frozen_period_it_is_not_enacted_unseen(city, client):
    early = CHANGED.replace("from = 2026-09-01", "from = 2026-06-01")
    with scope.entered(scope.WHOLE):
        submit(
            actor=city.officer(HERE),
            region=city.regions[HERE],
            code="bx-quarterly",
            period=parse_period("2026Q2"),
            today=dt.date(2026, 7, 2),
        )
    assert "已上报的报告期" not in body(send(client, CHANGED))
    assert "2026年第二季度（1份）" in body(send(client, early))
    given = carried(early, document=DOCUMENT, reason="追溯")
    assert client.post("/policy/upload/enact/", given).status_code == 422
    assert client.post("/policy/upload/enact/", given | {"frozen_too": "on"}).status_code == 302


def test_what_a_newer_text_does_not_mention_stays_in_force(client):
    enacted(client)
    head, _, rest = CHANGED.partition("[[category]]")
    newer = head + "[[category]]" + rest.partition("[[category]]")[2]  # without working_age
    assert "文件未提及，继续有效" in body(send(client, newer))


def test_what_does_not_hold_is_shown_with_what_holds_instead(client):
    enacted(client)
    shown = body(client.get("/policy/"))
    for words in ("不适用的条目", "已被取代", "已废止", "尚未施行", f"{DOCUMENT} 一"):
        assert words in shown


def test_only_administrators_enact_and_only_in_their_own_region(city):
    for path, role in ((HERE, Role.WORKER), (CITY, Role.SUPERVISOR), (CITY, Role.AUDITOR)):
        client = client_of(city.officer(path, role))
        assert client.get("/policy/upload/").status_code == 403
        assert client.post("/policy/upload/enact/", carried()).status_code == 403
        assert client.post("/policy/upload/people/", carried()).status_code == 403
    county = client_of(city.officer(COUNTY, Role.ADMINISTRATOR))
    assert send(county, CHANGED, CITY).status_code == 422
    assert county.post("/policy/upload/people/", carried(), **HTMX).status_code == 302
    assert county.post("/policy/upload/enact/", carried(document=DOCUMENT, reason="x")).status_code == 302
    assert not Enactment.objects.filter(pack="benxi-2026").exists()


def test_the_shipped_pack_again_changes_nothing(client):
    assert "没有变动" in body(send(client, packs.shipped()["benxi-2009"]))
