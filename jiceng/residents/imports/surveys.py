"""Writing a survey of residents: new people with their first facts, and what changed for known ones.

Facts hold from the day of the survey. The first version is open to the past. A later survey closes the open
version where something differs and carries over what it leaves blank; one on the day of the latest version
corrects that version; an older one changes nothing. Every survey leaves a sighting.
"""

from __future__ import annotations

from jiceng.core.importing import READY, Check, LateReject, LookUp, Work, Written, known_on, quoted
from jiceng.residents.imports.facts import FACTS
from jiceng.residents.imports.people import ELSEWHERE, NUMBER_HEADER
from jiceng.residents.models import BEGINNING

SURVEYED_HEADER = "调查日期"
CHANGED = "import_changed"  # rows that change the facts of a person on file, `c`

SURVEYED = LookUp(
    joins="""
        left join residents_identityclaim c on c.digest = s.number_digest
        left join residents_resident r on r.id = c.resident_id and r.voided_at is null
        left join lateral (
            select f.id, f.start, f.stop, f.surveyed_on from residents_facts f
            where f.resident_id = r.id and f.voided_at is null order by f.start desc limit 1) v on true
        left join lateral (
            select max(g."on") as day from residents_sighting g
            where g.resident_id = r.id and g.voided_at is null) g on true
    """,
    finds={
        # Numbers of rows that are rejected after all are lost; nobody counts them.
        "resident_id": "coalesce(r.id, nextval(pg_get_serial_sequence('residents_resident', 'id')))",
        "is_new": "r.id is null",
        "is_elsewhere": "c.id is not null and (r.id is null or r.region_id <> s.region_id)",
        "version_id": "v.id",
        "left_on": "case when v.stop <= s.surveyed_on then v.stop end",
        "is_latest": "r.id is null or s.surveyed_on >= greatest(v.start, v.surveyed_on, g.day)",
    },
)
SURVEY_CHECKS = (
    Check(NUMBER_HEADER, "w.is_elsewhere", ELSEWHERE),
    Check(
        SURVEYED_HEADER,
        "w.left_on is not null",
        "该居民此前已登记为死亡或迁离，如仍在本社区请先在居民页面更正",
    ),
)

_ENTERED = ("known_on", "entered_by_id", "void_reason")
_ENTERED_VALUES = f"{known_on('w.surveyed_on')}, %(user)s, ''"
_NOW_CHANGED = "lock_version = t.lock_version + 1, changed_by_id = %(user)s, changed_at = now()"
_FACTS_OF_FILE = quoted(*FACTS, of="w")
_HOUSEHOLD = "left join residents_household h on h.region_id = w.region_id and h.number = w.household"
_DIFFERS = (
    f"({', '.join(f'coalesce(w.{name}, f.{name})' for name in FACTS)}, coalesce(h.id, f.household_id))"
    f" is distinct from ({quoted(*FACTS, 'household_id', of='f')})"
)


class SurveyWriter:
    """Writes `w` as surveys."""

    headers = (SURVEYED_HEADER,)

    def conflicts(self, work: Work) -> list[LateReject]:
        """None: a file names a person once, and a survey never contradicts an older one."""
        return []

    def write(self, work: Work) -> Written:
        """New people, households, facts and sightings."""
        created = _add_people(work)
        _add_households(work)
        _add_first_versions(work)
        changed = _change_facts(work)
        renamed = _rename(work)
        _add_sightings(work)
        return Written(created, len(changed | renamed))


def _add_people(work: Work) -> int:
    names = (
        "id",
        "number_cipher",
        "number_digest",
        "last4_digest",
        "name",
        "pinyin",
        "initials",
        "sex",
        "birth",
    )
    work.execute(
        f"insert into residents_resident ({quoted(*names, 'region_id', 'path', *_ENTERED)})"
        f" select w.resident_id, {quoted(*names[1:], 'region_id', 'path', of='w')}, {_ENTERED_VALUES}"
        f" from {READY} w where w.is_new order by w.row"
    )
    return work.execute(
        "insert into residents_identityclaim (digest, region_id, resident_id)"
        f" select w.number_digest, w.region_id, w.resident_id from {READY} w where w.is_new order by w.row"
    )


def _add_households(work: Work) -> None:
    """Households that nobody had yet, unless only an outdated survey names them."""
    work.execute(
        f"insert into residents_household (number, region_id, path, {quoted(*_ENTERED)})"
        f" select w.household, w.region_id, w.path, min({known_on('w.surveyed_on')}), %(user)s, ''"
        f" from {READY} w {_HOUSEHOLD} where w.household is not null and w.is_latest and h.id is null"
        " group by w.household, w.region_id, w.path order by min(w.row)"
    )


def _add_first_versions(work: Work) -> None:
    columns = ("resident_id", "region_id", "path", "surveyed_on", "surveyor")
    work.execute(
        f"insert into residents_facts ({quoted(*columns, *FACTS, 'household_id', 'start', *_ENTERED)})"
        f" select {quoted(*columns, of='w')}, {_FACTS_OF_FILE}, h.id, date '{BEGINNING}', {_ENTERED_VALUES}"
        f" from {READY} w {_HOUSEHOLD} where w.version_id is null order by w.row"
    )


def _change_facts(work: Work) -> set[int]:
    """Correct versions of the day, and close and open others; return the rows that did."""
    work.make_table(
        CHANGED,
        'select w.row, w.version_id, f.stop, f."left", coalesce(h.id, f.household_id) as household_id,'
        " w.surveyed_on in (f.start, f.surveyed_on) as is_correction"
        f" from {READY} w join residents_facts f on f.id = w.version_id {_HOUSEHOLD}"
        f" where w.is_latest and {_DIFFERS}",
    )
    rows = {row for (row,) in work.rows(f"select row from {CHANGED}")}
    if rows:
        _correct(work)
        _succeed(work)
    return rows


def _correct(work: Work) -> None:
    taken = ", ".join(f"{name} = coalesce(w.{name}, t.{name})" for name in (*FACTS, "surveyor"))
    work.execute(
        f"update residents_facts t set {taken}, household_id = c.household_id, surveyed_on = w.surveyed_on,"
        f" {_NOW_CHANGED} from {CHANGED} c join {READY} w on w.row = c.row"
        " where t.id = c.version_id and c.is_correction"
    )


def _succeed(work: Work) -> None:
    """Close versions at the day of the survey and open those that follow them, as far as they went."""
    work.execute(
        f'update residents_facts t set stop = w.surveyed_on, "left" = false, {_NOW_CHANGED}'
        f" from {CHANGED} c join {READY} w on w.row = c.row where t.id = c.version_id and not c.is_correction"
    )
    columns = ("resident_id", "region_id", "path", "surveyed_on", "surveyor")
    carried = ", ".join(f"coalesce(w.{name}, f.{name})" for name in FACTS)
    opened = quoted(*columns, *FACTS, "household_id", "start", "stop", "left", *_ENTERED)
    work.execute(
        f"insert into residents_facts ({opened})"
        f' select {quoted(*columns, of="w")}, {carried}, c.household_id, w.surveyed_on, c.stop, c."left",'
        f" {_ENTERED_VALUES} from {CHANGED} c join {READY} w on w.row = c.row"
        " join residents_facts f on f.id = c.version_id where not c.is_correction order by w.row"
    )


def _rename(work: Work) -> set[int]:
    names = ("name", "pinyin", "initials")
    said, on_file = quoted(*names, of="w"), quoted(*names, of="t")
    sql = (
        f"update residents_resident t set ({quoted(*names)}) = ({said}), {_NOW_CHANGED} from {READY} w"
        f" where t.id = w.resident_id and not w.is_new and w.is_latest"
        f" and ({on_file}) is distinct from ({said}) returning w.row"
    )
    return {row for (row,) in work.rows(sql)}


def _add_sightings(work: Work) -> None:
    work.execute(
        f'insert into residents_sighting (resident_id, "on", surveyor, region_id, path, {quoted(*_ENTERED)})'
        " select w.resident_id, w.surveyed_on, coalesce(w.surveyor, ''), w.region_id, w.path,"
        f" {_ENTERED_VALUES} from {READY} w order by w.row on conflict do nothing"
    )
