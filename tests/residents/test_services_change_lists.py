"""The change list of a quarter and its closing (BX 三(三)4, R3)."""

import datetime as dt

import pytest

from jiceng.accounts.actors import NotAllowed
from jiceng.core import scope
from jiceng.core.registers import Refused
from jiceng.core.spans import parse_period
from jiceng.policy.populations import FutureDay
from jiceng.residents.models import ChangeListClosure, IdentityClaim
from jiceng.residents.services import (
    ClosingRefused,
    change_list,
    close_change_list,
    move_resident,
    record_departure,
)
from tests.factories import ACROSS, HERE, STREET, TODAY

QUARTER = parse_period("2026Q2")
LATER = dt.date(2026, 7, 10)
MAY = dt.date(2026, 5, 4)


def listed(city, actor, path=HERE, period=QUARTER, today=TODAY):
    found = change_list(actor=actor, region=city.regions[path], period=period, today=today)
    return [(each.reason, each.name, each.on) for each in found]


def move(city, actor, resident, path):
    claim = IdentityClaim.objects.get(resident_id=resident.pk)
    call = {"claim": claim, "to_region": city.regions[path], "on": MAY, "reason": "迁入", "today": TODAY}
    with scope.entered(actor.scope):
        move_resident(actor=actor, **call)


def test_every_reason_with_its_day(city, worker):
    city.job(city.resident(name="新就业者"), MAY)
    changed_job = city.resident(name="换工作者")
    city.job(changed_job, dt.date(2025, 1, 1), MAY - dt.timedelta(days=1))
    city.job(changed_job, MAY)  # not newly employed: no gap
    city.registration(city.resident(name="新失业者"), MAY)
    city.resident(name="十六岁者", birth=dt.date(2010, 6, 30), sex="M")
    city.resident(name="七月满者", birth=dt.date(2010, 7, 1), sex="M")
    city.resident(name="女退休者", birth=dt.date(1971, 4, 1), sex="F")
    city.resident(name="男未到者", birth=dt.date(1971, 4, 1), sex="M")
    move(city, worker, city.resident(ACROSS, name="迁入者"), HERE)
    move(city, city.officer(ACROSS), city.resident(name="迁出者"), ACROSS)
    record_departure(actor=worker, resident=city.resident(name="去世者"), on=MAY, kind="died", today=TODAY)
    assert listed(city, worker) == [
        ("新就业", "新就业者", MAY),
        ("新登记失业", "新失业者", MAY),
        ("迁入", "迁入者", MAY),
        ("迁出", "迁出者", MAY),
        ("死亡", "去世者", MAY),
        ("年满16周岁", "十六岁者", dt.date(2010 + 16, 6, 30)),
        ("达到退休年龄", "女退休者", dt.date(2026, 4, 1)),
    ]


def test_running_quarter_goes_up_to_today_and_a_future_one_is_refused(city, worker):
    city.resident(name="九月十六", birth=dt.date(2010, 9, 16))
    city.resident(name="九月十五", birth=dt.date(2010, 9, 15))
    running = parse_period("2026Q3")
    assert listed(city, worker, period=running) == [("年满16周岁", "九月十五", TODAY)]
    with pytest.raises(FutureDay):
        listed(city, worker, period=running.after())


def test_only_the_own_region(city, worker):
    city.job(city.resident(ACROSS), MAY)
    assert listed(city, worker) == []
    with pytest.raises(NotAllowed):
        listed(city, worker, path=ACROSS)


def close(city, actor, path=HERE, period=QUARTER, on=LATER):
    return close_change_list(actor=actor, region=city.regions[path], period=period, on=on, today=TODAY)


def test_list_is_closed_once_after_the_quarter(city, worker):
    close(city, worker)
    closure = ChangeListClosure.objects.get()
    assert (closure.first, closure.last, closure.closed_on) == (*QUARTER, LATER)
    with pytest.raises(Refused, match="已办结"):
        close(city, worker)


@pytest.mark.parametrize(
    ("period", "on", "message"),
    [
        ("2026Q2", dt.date(2026, 6, 29), "尚未结束"),
        ("2026Q3", dt.date(2026, 9, 30), "今天"),
        ("2026H1", LATER, "按季度"),
    ],
)
def test_impossible_closings(city, worker, period, on, message):
    with pytest.raises(ClosingRefused, match=message):
        close(city, worker, period=parse_period(period), on=on)


def test_streets_have_no_list_of_their_own(city, worker):
    clerk = city.officer(STREET, "clerk")
    with pytest.raises(ClosingRefused, match="不是社区"):
        close(city, clerk, path=STREET)
