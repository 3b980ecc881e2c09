"""Writing register rows: versions, conflicts, constraints in words, and two clerks at once."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection

from jiceng.accounts.acts import acting
from jiceng.core import scope
from jiceng.core.constraints import OTHERWISE, meaning
from jiceng.core.registers import Conflict, Refused, Writing, mistakes, refuse, told
from jiceng.employment.models import Employment
from jiceng.employment.services import end_employment, record_employment
from tests.factories import HERE, ONE_DAY, TODAY, MiniCity

ON = dt.date(2026, 9, 1)


@pytest.fixture
def city(db):
    return MiniCity(with_pack=False)


@pytest.fixture
def work(city):
    actor = city.officer()
    with scope.entered(actor.scope):
        yield Writing(actor.user, TODAY)


def test_amending_counts_versions_and_keeps_the_old_row(city, work):
    resident = city.resident()
    row = work.amend(work.lock(resident, 0), name="王大明")
    assert (row.lock_version, row.changed_by, row.changed_at is not None) == (1, work.by, True)
    assert work.amend(row, name="王大明").lock_version == 1  # nothing to write
    assert work.restore(row, 0).name == "王小明"
    assert row.lock_version == 2
    assert work.rows == [["residents.resident", resident.pk, 0, 2]]


def test_conflict_tells_what_changed_by_whom_and_when(city, work):
    employer = city.employer()
    work.amend(work.lock(employer), phone="024-2", headcount=8)
    with pytest.raises(Conflict) as met:
        work.lock(employer, 0)
    assert [tuple(each) for each in met.value.changed] == [("联系电话", "024-2"), ("职工人数", "8")]
    assert met.value.by == str(work.by)
    assert met.value.at[:4] == str(dt.datetime.now().year)


def test_amending_an_unlocked_row_that_has_changed_is_a_conflict(city, work):
    resident = city.resident()
    work.amend(work.lock(resident), name="王大明")
    with pytest.raises(Conflict):
        work.amend(resident, name="王二明")


def test_rows_out_of_reach_or_voided_are_not_locked(city, work):
    resident = city.resident()
    work.void(work.lock(resident), "重复登记")
    with pytest.raises(Refused, match="已作废"):
        work.lock(resident)
    with scope.entered(scope.Scope.of("210503")), pytest.raises(Refused, match="管辖范围"):
        work.lock(resident)


def test_broken_constraint_without_a_message_says_so_in_general(work):
    assert meaning(IntegrityError()) == OTHERWISE
    with pytest.raises(Refused, match="^与已登记的内容冲突"), told(), connection.cursor() as cursor:
        cursor.execute("insert into regions_formerpath (region_id, path, until) values (0, '21', now())")
        cursor.execute("set constraints all immediate")


def test_mistakes_name_their_entries():
    assert mistakes(on=None, name="错") == {"name": "错"}
    refuse({})
    with pytest.raises(Refused) as refused:
        refuse({"on": "甲", "": "乙"})
    assert (str(refused.value), refused.value.mistakes) == ("甲；乙", {"on": "甲", "": "乙"})


@pytest.mark.django_db(transaction=True)
def test_two_clerks_on_one_person_at_once():
    """The second waits for the first, then is told; nothing is lost or doubled."""
    city = MiniCity(with_pack=False)
    resident = city.resident()
    first, second = city.officer(), city.officer(login="colleague")
    told_second: list[str] = []
    is_waiting = threading.Event()

    def employ(actor, start):
        record_employment(actor=actor, resident=resident, start=start, form="022", today=TODAY)

    def colleague():
        try:
            with scope.entered(second.scope):
                is_waiting.set()
                employ(second, ON + ONE_DAY)
        except Refused as refused:
            told_second.append(str(refused))
        finally:
            connection.close()

    thread = threading.Thread(target=colleague)
    with scope.entered(first.scope):
        employ(first, ON)
        thread.start()
        is_waiting.wait(5)
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(10)
    assert told_second == ["与该居民已登记的就业时间重叠"]
    with scope.entered(first.scope):
        job = Employment.objects.get()
        end_employment(actor=second, job=job, last_day=TODAY, lock_version=0, today=TODAY)
        with pytest.raises(Conflict, match="colleague|社区工作人员"):
            end_employment(actor=first, job=job, last_day=ON, lock_version=0, today=TODAY)


def test_failed_act_leaves_nothing(city, work):
    actor = city.officer()
    resident = city.resident()
    with pytest.raises(RuntimeError), acting(actor, TODAY) as act:
        act.amend(act.lock(resident), name="王大明")
        raise RuntimeError
    resident.refresh_from_db()
    assert (resident.name, resident.path) == ("王小明", HERE)
