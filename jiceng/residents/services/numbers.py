"""A wrong identity number: proposed by the community, agreed to above, and then applied (domain R2, 10).

Birth date, sex and digests follow the number, and so does the claim. Reports that are frozen keep the number
they were made with.
"""

from __future__ import annotations

import datetime as dt

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, Work, acting
from jiceng.accounts.audit import record, sentence
from jiceng.accounts.roles import Action
from jiceng.core.registers import Refused
from jiceng.core.secrets import cipher
from jiceng.residents.models import IdentityClaim, NumberProposal, Resident
from jiceng.residents.services.registering import CLAIMED_ELSEWHERE, claim_of, identity_of, of_number
from jiceng.residents.services.standing import place_of

PROPOSED = sentence("number_proposed", "提出了公民身份号码更正申请")
AGREED = sentence("number_corrected", "批准了公民身份号码更正")
REFUSED = sentence("number_correction_refused", "未批准公民身份号码更正")


class NumberRefused(Refused):
    """A correction of a number that cannot be proposed or decided like this."""


class NumberClaimedHere(NumberRefused):
    """The right number is on file within the scope: the two may be one person. `resident` is the other."""

    def __init__(self, resident: Resident) -> None:
        super().__init__(f"该号码已登记为{resident.name}；如确为同一人，请在“疑似重复”中办理合并", "number")
        self.resident = resident


def propose_number(
    *,
    actor: Actor,
    resident: Resident,
    number: str,
    reason: str,
    lock_version: int | None = None,
    today: dt.date,
) -> Act[NumberProposal]:
    """Propose the right number of a person, with a reason; nothing of the person changes yet.

    Raises NotAllowed, NumberClaimedHere, NumberRefused, ResidentRefused for a number that is none, Conflict.
    """
    actor.require(Action.WRITE, resident.path)
    identity = identity_of(number, today)
    if not reason.strip():
        raise NumberRefused("请填写更正理由", "reason")
    if identity.number == cipher().decrypt(bytes(resident.number_cipher)):
        raise NumberRefused("与现登记的号码相同", "number")
    _require_free(actor, identity.number, today)
    with acting(actor, today) as work:
        resident = work.lock(resident, lock_version)
        proposal = NumberProposal(
            resident=resident,
            **place_of(resident),
            old_cipher=resident.number_cipher,
            new_cipher=cipher().encrypt(identity.number),
            reason=reason.strip(),
        )
        return work.done(PROPOSED, work.create(proposal), reason=reason.strip())


def decide_number(
    *,
    actor: Actor,
    proposal: NumberProposal,
    agreed: bool,
    answer: str = "",
    lock_version: int | None = None,
    today: dt.date,
) -> Act[NumberProposal]:
    """Agree to a proposal as an office above the community, by another officer than who made it, or refuse.

    Raises NotAllowed, NumberRefused, Conflict.
    """
    actor.require(Action.CORRECT, proposal.path)
    if actor.path == proposal.path:
        raise NumberRefused("号码更正由上级机构审批")
    if proposal.entered_by_id == actor.user.pk:
        raise NumberRefused("不能审批本人提出的申请")
    if not agreed and not answer.strip():
        raise NumberRefused("不批准时请填写审批意见", "answer")
    number = cipher().decrypt(bytes(proposal.new_cipher))
    if agreed:
        _require_free(actor, number, today)
    with acting(actor, today) as work:
        proposal = work.lock(proposal, lock_version)
        if proposal.agreed is not None:
            raise NumberRefused(f"该申请已于{proposal.decided_on}审批")
        if agreed:
            _apply(work, proposal, number)
        said = {"decided_on": today, "decided_by": actor.user, "answer": answer.strip()}
        decided = work.amend(proposal, agreed=agreed, **said)
        return work.done(AGREED if agreed else REFUSED, decided, reason=answer.strip())


def _apply(work: Work, proposal: NumberProposal, number: str) -> None:
    resident = work.lock(proposal.resident)
    if bytes(resident.number_cipher) != bytes(proposal.old_cipher):
        raise NumberRefused("该居民的号码在申请以后又有变动，请重新申请")
    claim = IdentityClaim.objects.select_for_update().get(digest=resident.number_digest)
    resident = work.amend(resident, **of_number(identity_of(number, work.today)))
    claim.digest = resident.number_digest
    claim.save(update_fields=["digest"])


def _require_free(actor: Actor, number: str, today: dt.date) -> None:
    """Nobody else is on file under the number; who asks for one beyond the scope is recorded."""
    claim = claim_of(number, today)
    if claim is None:
        return
    other = Resident.objects.filter(pk=claim.resident_id).first()
    if other is not None:
        raise NumberClaimedHere(other)
    record(actor, CLAIMED_ELSEWHERE, path=actor.path, region=claim.region.code)
    office = claim.region.office.name
    raise NumberRefused(f"该号码已由{office}登记；如确为同一人，请先办理迁入，再办理合并", "number")
