"""A wrong number is proposed, agreed to above by somebody else, and then applied (domain R2, 10)."""

import datetime as dt

import pytest

from jiceng.accounts.actors import NotAllowed
from jiceng.accounts.acts import undo
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.core.secrets import cipher, digester
from jiceng.residents.models import IdentityClaim, NumberProposal, Resident
from jiceng.residents.services import (
    NumberClaimedHere,
    NumberRefused,
    ResidentRefused,
    decide_number,
    propose_number,
)
from tests.factories import ACROSS, NEXT, STREET, TODAY, number_of

RIGHT = number_of(dt.date(1981, 3, 15), "M", 77)


@pytest.fixture
def clerk(city):
    return city.officer(STREET, Role.CLERK)


def propose(actor, resident, number=RIGHT, reason="与身份证核对有误"):
    return propose_number(actor=actor, resident=resident, number=number, reason=reason, today=TODAY)


def decide(actor, act, agreed=True, answer=""):
    with scope.entered(actor.scope):
        return decide_number(actor=actor, proposal=act.row, agreed=agreed, answer=answer, today=TODAY)


def of_number(resident):
    return (resident.birth, resident.sex, cipher().decrypt(bytes(resident.number_cipher)))


def test_nothing_changes_before_somebody_above_agrees(city, worker, clerk):
    resident = city.resident()
    before = of_number(resident)
    act = propose(worker, resident)
    assert of_number(Resident.objects.get()) == before
    decide(clerk, act)
    now = Resident.objects.get()
    assert of_number(now) == (dt.date(1981, 3, 15), "M", RIGHT)
    claim = IdentityClaim.objects.get(resident_id=resident.pk)
    assert bytes(claim.digest) == bytes(now.number_digest) == digester().digest(RIGHT)
    kept = NumberProposal.objects.get()
    assert [cipher().decrypt(bytes(each)) for each in (kept.old_cipher, kept.new_cipher)] == [
        before[2],
        RIGHT,
    ]
    assert RIGHT not in str(act.entry.detail) and RIGHT not in act.entry.reason


def test_who_proposed_does_not_agree_nor_does_the_community(city, worker, clerk):
    with scope.entered(clerk.scope):
        own = propose(clerk, city.resident())
    with pytest.raises(NumberRefused, match="本人提出"):
        decide(clerk, own)
    colleague = city.officer(role=Role.CLERK)
    act = propose(worker, city.resident(), number=number_of(dt.date(1982, 1, 1), "F", 8))
    with pytest.raises(NumberRefused, match="上级机构"):
        decide(colleague, act)
    with pytest.raises(NotAllowed):
        decide(worker, act)


def test_one_proposal_waits_at_a_time_and_a_refusal_needs_an_answer(city, worker, clerk):
    resident = city.resident()
    act = propose(worker, resident)
    with pytest.raises(Exception, match="已有待审批"):
        propose(worker, resident)
    with pytest.raises(NumberRefused, match="审批意见"):
        decide(clerk, act, agreed=False)
    decide(clerk, act, agreed=False, answer="请附证件")
    with pytest.raises(NumberRefused, match="已于"):
        decide(clerk, act)
    propose(worker, resident)


def test_a_number_on_file_elsewhere_is_refused_without_a_name(city, worker):
    other = city.resident(ACROSS, name="别处的人")
    number = cipher().decrypt(bytes(other.number_cipher))
    with pytest.raises(NumberRefused) as told:
        propose(worker, city.resident(), number=number)
    assert "别处的人" not in str(told.value) and "平山社区" in str(told.value)


def test_a_number_on_file_here_leads_to_a_merger(city, worker):
    other = city.resident(name="同一人")
    with pytest.raises(NumberClaimedHere) as told:
        propose(worker, city.resident(), number=cipher().decrypt(bytes(other.number_cipher)))
    assert told.value.resident == other


def test_what_was_claimed_meanwhile_is_refused_at_the_decision(city, worker, clerk):
    act = propose(worker, city.resident())
    with scope.entered(scope.WHOLE):
        taken = city.resident(NEXT)
        IdentityClaim.objects.filter(resident_id=taken.pk).update(digest=digester().digest(RIGHT))
    with pytest.raises(NumberClaimedHere):
        decide(clerk, act)


@pytest.mark.parametrize("number", ["210502198003150029", "123", ""])
def test_numbers_that_are_none_are_refused(city, worker, number):
    with pytest.raises(ResidentRefused):
        propose(worker, city.resident(), number=number)


def test_undoing_the_decision_brings_number_and_claim_back(city, worker, clerk):
    resident = city.resident()
    before = of_number(resident)
    act = decide(clerk, propose(worker, resident))
    with scope.entered(clerk.scope):
        undo(actor=clerk, entry=act.entry, now=act.entry.at + dt.timedelta(minutes=1), today=TODAY)
    now = Resident.objects.get()
    assert of_number(now) == before
    claims = IdentityClaim.objects.filter(resident_id=resident.pk)
    assert [bytes(each.digest) for each in claims] == [bytes(now.number_digest)]
    assert NumberProposal.objects.get().agreed is None
