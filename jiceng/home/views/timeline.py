"""One time line of a person or household: what happened, newest first, and who entered it when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Value

from jiceng.assistance.models import Determination, Recognition
from jiceng.core.models import RegisterRow, Spell
from jiceng.core.scope import in_scope
from jiceng.employment.models import Employment, Registration, RegistrationQuerySet
from jiceng.home.views.fact_values import changes_between, label_of
from jiceng.labour.models import Certification, Incoming, LaidOff, Transfer
from jiceng.residents.choices import DECLINED
from jiceng.residents.models import Facts, Resident, Sighting, Visit

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """Something that happened on a day, from a row of a register; `tag` groups entries by subject matter."""

    on: dt.date
    icon: str
    tag: str
    title: str
    row: RegisterRow
    notes: tuple[str, ...] = ()
    is_beginning: bool = True  # of the row, which can be voided here; the end of a spell is only told

    @property
    def is_voided(self) -> bool:
        """Whether the row counts no longer."""
        return self.row.voided_at is not None

    @property
    def register(self) -> str:
        """The name of the row's register in addresses."""
        return str(self.row._meta.model_name)


def of_resident(resident: Resident, versions: list[Facts], sightings: list[Sighting]) -> list[Entry]:
    """Everything about a resident in the scope; `versions` and `sightings` are all, voided ones too."""
    households = {each.household_id for each in versions if each.household_id}
    entries = [
        *_of_versions(versions),
        *_of_sightings(sightings, versions),
        *_of_jobs(_rows(Employment, resident=resident)),
        *_of_registrations(_with_ends(resident)),
        *_of_determinations(_rows(Determination, resident=resident)),
        *of_recognitions(_rows(Recognition, household__in=households)),
        *_of_visits(_rows(Visit, resident=resident)),
        *_of_rare_registers(resident),
    ]
    return newest_first(entries)


def _of_rare_registers(resident: Resident) -> Iterator[Entry]:
    """Registers in which few people stand: asked in one go, and read only where there is something."""
    asked = [
        model.every.filter(resident=resident).order_by().values(register=Value(name))
        for name, (model, _) in RARE.items()
    ]
    for found in asked[0].union(*asked[1:]):
        model, told = RARE[found["register"]]
        yield from told(_rows(model, resident=resident))


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """The order of a time line; what happened on one day stands as it was entered."""
    return sorted(entries, key=lambda each: (each.on, each.row.entered_at, each.row.pk), reverse=True)


def rows_with_names(model: type[RegisterRow]) -> Any:
    """Rows of a register, voided ones too, with who entered and who changed them."""
    return model.every.select_related("entered_by", "changed_by")


def _rows(model: type[RegisterRow], **wanted: Any) -> Any:
    return rows_with_names(model).filter(**wanted)


def _with_ends(resident: Resident) -> Any:
    """Registrations with their effective ends, voided ones too."""
    rows = in_scope(RegistrationQuerySet(Registration)).filter(resident=resident)
    return rows.with_end().select_related("entered_by", "changed_by")


def _of_versions(versions: list[Facts]) -> Iterator[Entry]:
    before: Facts | None = None
    for version in sorted(versions, key=lambda each: (each.start, each.pk)):
        if version.voided_at is not None:
            yield Entry(version.start, "pencil", "facts", "登记信息变更", version)
            continue
        yield _of_version(version, before)
        if version.left and version.stop is not None:
            title = f"{version.get_departure_display() or '死亡或迁离'}，不再在册"
            yield Entry(version.stop, "logout", "place", title, version, is_beginning=False)
        before = version


def _of_version(version: Facts, before: Facts | None) -> Entry:
    if before is None:
        on = max(version.start, version.surveyed_on or version.start)
        return Entry(on, "user-plus", "facts", "登记在册", version, (_surveyed_by(version),))
    notes = [f"{each.label}：{each.before} → {each.after}" for each in changes_between(before, version)]
    if before.region_id != version.region_id:
        return Entry(version.start, "login", "place", f"迁入{version.region}", version, tuple(notes))
    title = "登记信息变更" if notes else "登记信息核实"
    return Entry(version.start, "pencil", "facts", title, version, (*notes, _surveyed_by(version)))


def _surveyed_by(version: Facts) -> str:
    return f"核实人：{version.surveyor}" if version.surveyor else ""


def _of_sightings(sightings: Iterable[Sighting], versions: list[Facts]) -> Iterator[Entry]:
    """Surveys that changed nothing, or where something was declined; the others are told by the change."""
    told = {each.surveyed_on for each in versions if each.voided_at is None}
    for row in sightings:
        if row.voided_at is None and (row.declined or row.on not in told):
            declined = "、".join(map(label_of, row.declined))
            notes = (row.surveyor and f"核实人：{row.surveyor}", declined and f"{DECLINED}：{declined}")
            title = "入户核实，部分项目拒答" if declined else "入户核实，情况无变化"
            yield Entry(row.on, "eye", "facts", title, row, _said(*notes))


def _of_jobs(jobs: Iterable[Employment]) -> Iterator[Entry]:
    for row in jobs:
        where = (row.employer_name, row.occupation, row.monthly_income and f"月收入{row.monthly_income}元")
        yield Entry(row.start, "briefcase", "work", f"就业：{row.get_form_display()}", row, _said(*where))
        if row.stop is not None:
            reason = (row.end_reason and f"原因：{row.end_reason}",)
            yield _end(row, row.stop - ONE_DAY, "work", "终止就业（最后工作日）", _said(*reason))


def _of_registrations(registrations: Iterable[Any]) -> Iterator[Entry]:
    for row in registrations:
        notes = [
            row.get_reason_display(),
            row.category,
            row.former_employer and f"原单位：{row.former_employer}",
        ]
        if row.stop is None and row.ends is not None and row.voided_at is None:
            notes.append(f"登记自{row.ends}起失效（就业或重新登记）")
        yield Entry(row.start, "user-search", "work", "失业登记", row, _said(*notes))
        if row.stop is not None:
            reason = f"原因：{row.get_cancel_reason_display()}" if row.cancel_reason else ""
            yield _end(row, row.stop, "work", "注销失业登记", _said(reason))


def _of_determinations(determinations: Iterable[Determination]) -> Iterator[Entry]:
    for row in determinations:
        yield Entry(row.start, "certificate", "help", f"认定为就业困难人员：{row.category}", row)
        if row.stop is not None:
            yield _end(row, row.stop, "help", f"退出认定：{row.category}", _exit(row.exit_reason))


def of_recognitions(recognitions: Iterable[Recognition]) -> Iterator[Entry]:
    """Recognitions of a household and their ends."""
    for row in recognitions:
        yield Entry(row.start, "home-heart", "help", "家庭认定为零就业家庭", row)
        if row.stop is not None:
            yield _end(row, row.stop, "help", "家庭退出零就业家庭认定", _exit(row.exit_reason))


def _of_visits(visits: Iterable[Visit]) -> Iterator[Entry]:
    for row in visits:
        yield of_visit(row, "")


def of_visit(row: Visit, whom: str) -> Entry:
    """A visit; `whom` names the person where several are told of."""
    labels = dict(Visit._meta.get_field("reasons").base_field.choices)
    what = [whom, row.get_way_display(), *(str(labels.get(each, each)) for each in row.reasons)]
    notes = (row.get_outcome_display(), row.content, row.visitor and f"走访人：{row.visitor}")
    return Entry(row.on, "door-enter", "visit", f"走访：{' · '.join(filter(None, what))}", row, _said(*notes))


def _of_stays(stays: Iterable[Incoming]) -> Iterator[Entry]:
    for row in stays:
        notes = _said(row.origin and f"来自{row.origin}", row.workplace, row.trade)
        yield Entry(row.start, "user-down", "work", f"外来务工经商：{row.pursuit}", row, notes)
        if row.stop is not None:
            yield _end(row, row.stop, "work", "离开本地", _exit(row.end_reason))


def _of_transfers(transfers: Iterable[Transfer]) -> Iterator[Entry]:
    for row in transfers:
        notes = _said(row.place, row.employer_name, row.trade, row.way)
        yield Entry(row.start, "plane-departure", "work", f"转移就业：{row.destination}", row, notes)
        if row.stop is not None:
            yield _end(row, row.stop, "work", "转移就业返回", _exit(row.end_reason))


def _of_layoffs(layoffs: Iterable[LaidOff]) -> Iterator[Entry]:
    for row in layoffs:
        unit = row.employer_name or row.credit_code
        notes = _said(row.permit and f"下岗证号：{row.permit}")
        yield Entry(row.start, "user-pause", "work", f"下岗：{unit}", row, notes)
        if row.stop is not None:
            yield _end(row, row.stop, "work", "下岗终止（不再在册）", _exit(row.end_reason))


def _of_certifications(certifications: Iterable[Certification]) -> Iterator[Entry]:
    for row in certifications:
        income = row.monthly_income is not None and f"月收入{row.monthly_income}元"
        notes = _said(income, row.guidance, row.certifier and f"认证人：{row.certifier}")
        title = f"灵活就业认证：{row.get_kind_display()}"  # type: ignore[attr-defined]
        yield Entry(row.on, "rosette-discount-check", "work", title, row, notes)


def _end(row: Spell, on: dt.date, tag: str, title: str, notes: tuple[str, ...]) -> Entry:
    return Entry(on, "circle-minus", tag, title, row, notes, is_beginning=False)


def _exit(reason: str) -> tuple[str, ...]:
    return _said(reason and f"原因：{reason}")


def _said(*notes: Any) -> tuple[str, ...]:
    return tuple(str(note) for note in notes if note)


RARE: dict[str, tuple[type[RegisterRow], Callable[[Any], Iterator[Entry]]]] = {
    str(model._meta.model_name): (model, told)
    for model, told in (
        (Incoming, _of_stays),
        (Transfer, _of_transfers),
        (LaidOff, _of_layoffs),
        (Certification, _of_certifications),
    )
}
