"""Writing a survey of residents: new people with their first facts, and what changed for known ones.

Facts hold from the day of the survey. The first version is open to the past. A later survey closes the open
version where something differs and carries over what it leaves blank; one on the day of the latest version
corrects that version; an older one changes nothing. Every survey leaves a sighting.
"""

from __future__ import annotations

from jiceng.core.importing import READY, Check, Fault, LateReject, LookUp, Work, Written, known_on, quoted
from jiceng.residents.imports.facts import FACTS, declined_field
from jiceng.residents.imports.people import ELSEWHERE, IS_MERGED, MERGED, NUMBER_HEADER
from jiceng.residents.models import BEGINNING

SURVEYED_HEADER = "调查日期"
HOUSEHOLDS = "import_households"  # households that nobody had yet, `n`
CHANGED = "import_changed"  # rows that change the facts of a person on file, `c`

SURVEYED = LookUp(
    joins="""
        left join residents_identityclaim c on c.digest = s.number_digest
        left join residents_resident r on r.id = c.resident_id and r.voided_at is null
        left join residents_household h on h.region_id = s.region_id and h.number = s.household
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
        "is_merged": IS_MERGED,
        "household_id": "h.id",
        "is_void_household": "h.voided_at is not null",
        "is_renamed": "r.name <> s.name and s.surveyed_on >= greatest(v.start, v.surveyed_on, g.day)",
        "version_id": "v.id",
        "has_left": "v.stop <= s.surveyed_on",
        "is_latest": "r.id is null or s.surveyed_on >= greatest(v.start, v.surveyed_on, g.day)",
    },
)
SURVEY_CHECKS = (
    Check(NUMBER_HEADER, "w.is_merged", MERGED, Fault.REGISTER),
    Check(NUMBER_HEADER, "w.is_elsewhere", ELSEWHERE, Fault.REGISTER),
    Check(
        SURVEYED_HEADER,
        "w.has_left",
        "该居民此前已登记为死亡或迁离，如仍在本社区请先在居民页面更正",
        Fault.REGISTER,
    ),
)

_PLACE = ("region_id", "path")
_SURVEY = ("surveyed_on", "surveyor")
_DAYS = ("start", "stop", "left", "departure")
_ENTERED = ("known_on", "entered_by_id", "entered_at", "void_reason")
_ENTERED_NOW = f"{known_on('w.surveyed_on')}, %(user)s, %(now)s, ''"
_CHANGED_NOW = "lock_version = t.lock_version + 1, changed_by_id = %(user)s, changed_at = %(now)s"
_JOIN_HOUSEHOLD = f"left join {HOUSEHOLDS} n on n.region_id = w.region_id and n.number = w.household"
_HOUSEHOLD = "coalesce(w.household_id, n.id)"


# The facts that a row says were declined; not those of which that is known from the same day or a later one,
# so that an export imports again unchanged.
_MARKS = ", ".join(f"w.{declined_field(name)}" for name in FACTS)
_NAMES = ", ".join(f"case when w.{declined_field(name)} then '{name}' end" for name in FACTS)
_DECLINED = f"""
    case when num_nonnulls({_MARKS}) = 0 then '{{}}' else array(
        select n.name from unnest(array[{_NAMES}]) n(name)
        where n.name is not null and not exists (
            select from residents_sighting k where k.resident_id = w.resident_id and k.voided_at is null
            and k."on" >= w.surveyed_on and n.name = any(k.declined)))::varchar[] end"""
_BOTH_DECLINED = """array(
        select distinct unnest(excluded.declined || case when t.voided_at is null then t.declined end))"""


def _carried_over(version: str) -> str:
    """The facts of a survey, and where it is blank those of a version on file."""
    return ", ".join(f"coalesce(w.{name}, {version}.{name})" for name in FACTS)


class SurveyWriter:
    """Writes `w` as surveys."""

    headers = (SURVEYED_HEADER,)

    def conflicts(self, work: Work) -> list[LateReject]:
        """None: a file names a person once, and a survey never contradicts an older one."""
        return []

    def forecast(self, work: Work) -> Written:
        """Find what changes facts and names, and count."""
        _find_changes(work)
        changed = "c.row is not null or w.is_renamed"
        ((created, updated),) = work.rows(
            f"select count(*) filter (where w.is_new), count(*) filter (where {changed})"
            f" from {READY} w left join {CHANGED} c on c.row = w.row"
        )
        return Written(created, updated)

    def write(self, work: Work) -> None:
        """Write new people, households, facts and sightings."""
        _add_people(work)
        _add_households(work)
        _add_first_versions(work)
        _correct_versions(work)
        _succeed_versions(work)
        _rename(work)
        _add_sightings(work)


def _find_changes(work: Work) -> None:
    """The surveys that say something else than the latest version."""
    # A household that nobody had yet has no id before it is added; it is new to the person, too.
    household = (
        "w.household is not null"
        " and (w.household_id is null or w.household_id is distinct from f.household_id)"
    )
    work.make_table(
        CHANGED,
        'select w.row, w.version_id, f.stop, f."left", f.departure,'
        " w.surveyed_on in (f.start, f.surveyed_on) as is_correction"
        f" from {READY} w join residents_facts f on f.id = w.version_id"
        f" where w.is_latest and ({household}"
        f" or ({_carried_over('f')}) is distinct from ({quoted(*FACTS, of='f')}))",
    )


def _add_people(work: Work) -> None:
    numbers = ("number_cipher", "number_digest", "last4_digest")
    columns = (*numbers, "name", "pinyin", "initials", "sex", "birth", *_PLACE)
    work.execute(
        f"insert into residents_resident ({quoted('id', *columns, *_ENTERED)})"
        f" select w.resident_id, {quoted(*columns, of='w')}, {_ENTERED_NOW}"
        f" from {READY} w where w.is_new order by w.row"
    )
    work.execute(
        "insert into residents_identityclaim (digest, region_id, resident_id)"
        f" select w.number_digest, w.region_id, w.resident_id from {READY} w where w.is_new order by w.row"
    )


def _add_households(work: Work) -> None:
    """Add the households that nobody had yet; one that was voided is there again for who moves in."""
    work.make_table(
        HOUSEHOLDS,
        "select nextval(pg_get_serial_sequence('residents_household', 'id')) as id, new.* from ("
        f" select w.household as number, w.region_id, w.path, min({known_on('w.surveyed_on')}) as known_on"
        f" from {READY} w where w.household is not null and w.is_latest and w.household_id is null"
        " group by w.household, w.region_id, w.path order by min(w.row)) new",
    )
    columns = ("id", "number", *_PLACE, "known_on")
    work.execute(
        f"update residents_household t set voided_at = null, void_reason = '', {_CHANGED_NOW} from {READY} w"
        " where w.is_void_household and w.is_latest and t.id = w.household_id"
    )
    work.execute(
        f"insert into residents_household ({quoted(*columns)}, entered_by_id, entered_at, void_reason)"
        f" select {quoted(*columns, of='n')}, %(user)s, %(now)s, '' from {HOUSEHOLDS} n"
    )


def _add_first_versions(work: Work) -> None:
    columns = ("resident_id", *_PLACE, *_SURVEY, *FACTS)
    work.execute(
        f"insert into residents_facts ({quoted(*columns, 'household_id', 'start', *_ENTERED)})"
        f" select {quoted(*columns, of='w')}, {_HOUSEHOLD}, date '{BEGINNING}', {_ENTERED_NOW}"
        f" from {READY} w {_JOIN_HOUSEHOLD} where w.version_id is null order by w.row"
    )


def _correct_versions(work: Work) -> None:
    work.execute(
        f"update residents_facts t set ({quoted(*FACTS)}) = ({_carried_over('t')}),"
        f" household_id = coalesce({_HOUSEHOLD}, t.household_id), surveyed_on = w.surveyed_on,"
        f" surveyor = coalesce(w.surveyor, t.surveyor), {_CHANGED_NOW}"
        f" from {CHANGED} c join {READY} w on w.row = c.row {_JOIN_HOUSEHOLD}"
        " where t.id = c.version_id and c.is_correction"
    )


def _succeed_versions(work: Work) -> None:
    """Close versions at the day of the survey and open those that follow them, as far as they went."""
    work.execute(
        "update residents_facts t"
        f" set stop = w.surveyed_on, \"left\" = false, departure = '', {_CHANGED_NOW}"
        f" from {CHANGED} c join {READY} w on w.row = c.row where t.id = c.version_id and not c.is_correction"
    )
    columns = ("resident_id", *_PLACE, "surveyed_on")
    opened = quoted(*columns, "surveyor", *FACTS, "household_id", *_DAYS, *_ENTERED)
    work.execute(
        f"insert into residents_facts ({opened})"
        f" select {quoted(*columns, of='w')}, coalesce(w.surveyor, f.surveyor), {_carried_over('f')},"
        f" coalesce({_HOUSEHOLD}, f.household_id), w.surveyed_on, {quoted(*_DAYS[1:], of='c')},"
        f" {_ENTERED_NOW}"
        f" from {CHANGED} c join {READY} w on w.row = c.row {_JOIN_HOUSEHOLD}"
        " join residents_facts f on f.id = c.version_id where not c.is_correction order by w.row"
    )


def _rename(work: Work) -> None:
    names = ("name", "pinyin", "initials")
    work.execute(
        f"update residents_resident t set ({quoted(*names)}) = ({quoted(*names, of='w')}), {_CHANGED_NOW}"
        f" from {READY} w where w.is_renamed and t.id = w.resident_id"
    )


def _add_sightings(work: Work) -> None:
    """Keep that the people were seen, and what they declined to state.

    A sighting that had been taken back counts again.
    """
    columns = ("resident_id", *_PLACE)
    work.execute(
        f"insert into residents_sighting as t ({quoted(*columns, 'on', 'surveyor', 'declined', *_ENTERED)})"
        f" select {quoted(*columns, of='w')}, w.surveyed_on, coalesce(w.surveyor, ''), {_DECLINED},"
        f" {_ENTERED_NOW}"
        f' from {READY} w order by w.row on conflict (resident_id, "on", surveyor) do update'
        f" set declined = {_BOTH_DECLINED}, voided_at = null, void_reason = '', {_CHANGED_NOW}"
        " where t.voided_at is not null or not t.declined @> excluded.declined"
    )
