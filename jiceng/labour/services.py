"""Acts on stays, transfers, lay-offs and certifications (domain R4, E3, E3b): one act each, with undo.

None of them is a job or a registration: what a person does for a living stays in the register of employment.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Q

from jiceng.accounts.actors import Actor
from jiceng.accounts.acts import Act, Work, acting
from jiceng.accounts.audit import sentence
from jiceng.accounts.roles import Action
from jiceng.core.models import Spell
from jiceng.core.registers import Refused, mistakes, refuse
from jiceng.employers.services import named_employer
from jiceng.employment.rules import wrong_at_death
from jiceng.labour import rules
from jiceng.labour.models import Certification, Incoming, LaidOff, Transfer
from jiceng.residents.choices import DepartureKind
from jiceng.residents.models import Resident
from jiceng.residents.rules import wrong_day
from jiceng.residents.services import left_on, place_of

ARRIVED = sentence("incoming_recorded", "登记了外来务工经商")
TRANSFERRED = sentence("transfer_recorded", "登记了转移就业")
LAID_OFF = sentence("laid_off_recorded", "登记了下岗职工")
ENDED = sentence("labour_spell_ended", "登记了外来、转移或下岗状态的终止")
CERTIFIED = sentence("flexible_certified", "办理了灵活就业认证")

S = TypeVar("S", bound=Spell)
DIED = str(DepartureKind.DIED.label)
SPELLS: tuple[type[Incoming] | type[Transfer] | type[LaidOff], ...] = (Incoming, Transfer, LaidOff)


class LabourRefused(Refused):
    """A stay, transfer, lay-off or certification that cannot be recorded like this."""


def record_incoming(
    *,
    actor: Actor,
    resident: Resident,
    start: dt.date,
    pursuit: str,
    origin: str = "",
    workplace: str = "",
    trade: str = "",
    permit: str = "",
    stop: dt.date | None = None,
    end_reason: str = "",
    today: dt.date,
) -> Act[Incoming]:
    """Record that somebody from elsewhere works or trades here since a day (BX 四(二)).

    `stop` is the day of leaving. Raises NotAllowed, LabourRefused, Refused when it overlaps another stay.
    """
    said = {"origin": origin, "workplace": workplace, "trade": trade, "permit": permit}
    stay = Incoming(resident=resident, start=start, stop=stop, pursuit=pursuit, **_trimmed(said, end_reason))
    return _record(actor, stay, ARRIVED, "外来务工经商登记", today)


def record_transfer(
    *,
    actor: Actor,
    resident: Resident,
    start: dt.date,
    destination: str,
    place: str = "",
    employer_name: str = "",
    trade: str = "",
    way: str = "",
    monthly_income: Decimal | None = None,
    stop: dt.date | None = None,
    end_reason: str = "",
    today: dt.date,
) -> Act[Transfer]:
    """Record that rural labour works outside farming since a day (GD 一一(一)3); income in yuan a month.

    `stop` is the day of return. Raises NotAllowed, LabourRefused, Refused when it overlaps another transfer.
    """
    said = {"place": place, "employer_name": employer_name, "trade": trade}
    transfer = Transfer(
        resident=resident,
        start=start,
        stop=stop,
        destination=destination,
        way=way,
        monthly_income=monthly_income,
        **_trimmed(said, end_reason),
    )
    return _record(actor, transfer, TRANSFERRED, "转移就业登记", today)


def record_laid_off(
    *,
    actor: Actor,
    resident: Resident,
    start: dt.date,
    employer_name: str = "",
    credit_code: str = "",
    permit: str = "",
    stop: dt.date | None = None,
    end_reason: str = "",
    today: dt.date,
) -> Act[LaidOff]:
    """Record that a person is laid off since a day and still on the roll of a unit (BX 四(二), GD 一一(一)2).

    `stop` is the day on which the relation ended. Raises NotAllowed, LabourRefused, Refused on an overlap.
    """
    refuse(mistakes(employer_name=rules.wrong_unit(employer_name, credit_code)), LabourRefused)
    layoff = LaidOff(
        resident=resident,
        start=start,
        stop=stop,
        **named_employer(credit_code, employer_name, error=LabourRefused),
        **_trimmed({"permit": permit}, end_reason),
    )
    return _record(actor, layoff, LAID_OFF, "下岗登记", today)


def end_spell(
    *,
    actor: Actor,
    spell: S,
    on: dt.date,
    reason: str = "",
    lock_version: int | None = None,
    today: dt.date,
) -> Act[S]:
    """End a stay, a transfer or a lay-off; `on` is the first day on which it no longer holds.

    Raises NotAllowed, LabourRefused, Conflict.
    """
    actor.require(Action.WRITE, spell.path)
    with acting(actor, today) as work:
        spell = work.lock(spell, lock_version)
        if spell.stop is not None:
            raise LabourRefused(f"该登记已于{spell.stop}终止")
        refuse(mistakes(on=rules.wrong_end(on, start=spell.start, today=today)), LabourRefused)
        return work.done(ENDED, work.amend(spell, stop=on, end_reason=reason.strip()))


def certify_flexible(
    *,
    actor: Actor,
    resident: Resident,
    on: dt.date,
    kind: str,
    monthly_income: Decimal | None = None,
    has_pension: bool | None = None,
    has_medical: bool | None = None,
    guidance: str = "",
    certifier: str = "",
    today: dt.date,
) -> Act[Certification]:
    """Certify a flexible worker for the calendar year of a day (BX 三(三)2(2)); income in yuan a month.

    Raises NotAllowed, LabourRefused, Refused when it was done that day already.
    """
    actor.require(Action.WRITE, resident.path)
    with acting(actor, today) as work:
        resident = work.lock(resident)
        wrong = wrong_day(on, today=today, birth=resident.birth, left_on=left_on(resident))
        refuse(mistakes(on=wrong), LabourRefused)
        certification = Certification(
            resident=resident,
            **place_of(resident),
            on=on,
            kind=kind,
            monthly_income=monthly_income,
            has_pension=has_pension,
            has_medical=has_medical,
            guidance=guidance.strip(),
            certifier=certifier.strip() or str(actor.user),
        )
        return work.done(CERTIFIED, work.create(certification))


def end_at_death(
    sender: Any, *, resident: Resident, on: dt.date, kind: str, work: Work, **kwargs: Any
) -> None:
    """End the stay, the transfer and the lay-off of who died; raises LabourRefused for what begins later."""
    if kind != DepartureKind.DIED:
        return
    for model in SPELLS:
        for row in model.objects.filter(Q(stop=None) | Q(stop__gt=on), resident=resident).order_by("pk"):
            refuse(wrong_at_death(row.start, on, str(model._meta.verbose_name)), LabourRefused)
            work.amend(work.lock(row), stop=on, end_reason=DIED)


def reopen_after_death(sender: Any, *, resident: Resident, on: dt.date, work: Work, **kwargs: Any) -> None:
    """A death that was entered by mistake ended none of them."""
    for model in SPELLS:
        for row in model.objects.filter(resident=resident, stop=on, end_reason=DIED).order_by("pk"):
            work.amend(work.lock(row), stop=None, end_reason="")


def _record(actor: Actor, spell: S, action: str, act: str, today: dt.date) -> Act[S]:
    """Save a new spell under the lock of its person."""
    resident: Resident = spell.resident  # type: ignore[attr-defined]
    actor.require(Action.WRITE, resident.path)
    with acting(actor, today) as work:
        resident = work.lock(resident)
        wrong = rules.wrong_spell(
            spell.start, spell.stop, birth=resident.birth, today=today, left_on=left_on(resident), act=act
        )
        refuse(wrong, LabourRefused)
        for name, value in place_of(resident).items():
            setattr(spell, name, value)
        return work.done(action, work.create(spell))


def _trimmed(said: dict[str, str], end_reason: str) -> dict[str, Any]:
    return {name: text.strip() for name, text in {**said, "end_reason": end_reason}.items()}
