"""The ledgers of people on the move by file; they read cells by the rules of contracts 3."""

import datetime as dt

import pytest

from jiceng.core import scope
from jiceng.labour.models import Certification, Incoming, LaidOff, Transfer
from tests.factories import ACROSS, CREDIT_CODE, HERE, STREET, TODAY, MiniCity
from tests.files import ANNA, BORIS, CLARA, NUMBER, Desk, counts, person, reasons

ROWS = {
    "incoming": {"来本地日期": "2026-01-05", "务工经商": "打工", "来自地": "河北省保定市"},
    "transferred": {"转移日期": "2026年1月5日", "转移去向": "外省", "转移方式": "亲友", "月收入": "3,500"},
    "laidoff": {"下岗日期": "20260105", "单位名称": "本钢", "下岗证号": "本字1号"},
    "flexible": {"认证日期": "2026-01-05", "灵活就业形式": "个体户", "参加养老保险": "是", "月收入": "2000"},
}
MODELS = {"incoming": Incoming, "transferred": Transfer, "laidoff": LaidOff, "flexible": Certification}
ENDS = {"incoming": "离开日期", "transferred": "返回日期", "laidoff": "终止日期"}


def row(ledger, number=ANNA, **more):
    return {NUMBER: number, **ROWS[ledger], **more}


@pytest.fixture
def desk(db):
    with scope.entered(scope.WHOLE):
        desk = Desk(MiniCity(with_pack=False))
        desk.load("residents", person(ANNA), person(BORIS, community=ACROSS))
        yield desk


@pytest.mark.parametrize("ledger", ROWS)
def test_a_row_goes_in_once_and_its_export_changes_nothing(desk, ledger):
    assert counts(desk.load(ledger, row(ledger), row(ledger, BORIS))) == (2, 0, 0, 0)
    assert counts(desk.load(ledger, row(ledger))) == (0, 0, 1, 0)
    assert {found.path for found in MODELS[ledger].objects.all()} == {HERE, ACROSS}
    for kind in ("csv", "xlsx"):
        again = desk.load_file(ledger, desk.export(ledger, kind=kind), f"台账.{kind}")
        assert counts(again) == (0, 0, 2, 0)


@pytest.mark.parametrize("ledger", ROWS)
def test_who_is_not_on_file_or_of_another_street_is_rejected_alike_everywhere(desk, ledger):
    outcome = desk.load(ledger, row(ledger, BORIS), row(ledger, CLARA), region=STREET)
    assert reasons(outcome) == [(2, NUMBER), (3, NUMBER)]
    assert "登记" in outcome.rejects[0].reason and "李" not in outcome.rejects[0].reason
    assert not MODELS[ledger].objects.exists()


@pytest.mark.parametrize("ledger", ENDS)
def test_spells_end_later_and_never_overlap(desk, ledger):
    started = next(iter(ROWS[ledger]))
    desk.load(ledger, row(ledger))
    assert counts(desk.load(ledger, row(ledger, **{ENDS[ledger]: "2026-03-01"}))) == (0, 1, 0, 0)
    assert MODELS[ledger].objects.get().stop == dt.date(2026, 3, 1)
    outcome = desk.load(
        ledger,
        row(ledger, **{started: "2026-02-28"}),
        row(ledger, **{started: "2026-03-01"}),
        row(ledger, BORIS, **{ENDS[ledger]: "2026-01-04"}),
        row(ledger, BORIS, **{started: "2026-09-16"}),
    )
    assert reasons(outcome) == [(2, started), (4, ENDS[ledger]), (5, started)]
    assert MODELS[ledger].objects.filter(stop=None).get().start == dt.date(2026, 3, 1)


def test_a_laid_off_worker_needs_a_unit_and_is_linked_to_one_on_file(desk):
    employer = desk.city.employer()
    nobody = row("laidoff", **{"单位名称": ""})
    outcome = desk.load("laidoff", nobody, row("laidoff", BORIS, **{"统一社会信用代码": CREDIT_CODE}))
    assert reasons(outcome) == [(2, "单位名称")]
    assert LaidOff.objects.get().employer == employer


def test_what_a_cell_cannot_say(desk):
    outcome = desk.load(
        "flexible",
        row("flexible", **{"灵活就业形式": "打工"}),
        row("flexible", **{"月收入": "-1"}),
        row("flexible", **{"参加养老保险": "也许"}),
    )
    assert [field for _, field in reasons(outcome)] == ["灵活就业形式", "月收入", "参加养老保险"]


def test_history_is_known_from_its_own_day(desk):
    desk.load("incoming", row("incoming"), history=True)
    desk.load("transferred", row("transferred"))
    assert Incoming.objects.get().known_on == dt.date(2026, 1, 5)
    assert Transfer.objects.get().known_on == TODAY
