"""Puts raw rows of the ledgers straight into the registers, as imports and the services of offices do.

Takes what the oracle takes: the ledgers of contracts 3, and `moves`, `departures`, `closings` and `waivers`.
Rows are taken to be good ones; nothing is checked. Run within the scope of the whole deployment.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone

from jiceng.accounts.actors import command_actor
from jiceng.assistance.models import Determination, Recognition
from jiceng.core.secrets import cipher, digester
from jiceng.employment import choices as work
from jiceng.employment.models import Employment, Registration
from jiceng.policy.models import Waiver
from jiceng.regions.models import Office, Region
from jiceng.residents import choices
from jiceng.residents.models import ChangeListClosure, Facts, Household, IdentityClaim, Resident, Visit
from tests.oracle.periods import period_span

Row = Mapping[str, Any]
ONE_DAY = dt.timedelta(days=1)
NUMBER, COMMUNITY, HOUSEHOLD = "公民身份号码", "所属社区代码", "家庭编号"
YES_OR_NO = {"是": True, "有": True, "否": False, "无": False}
FACTS = {
    "hukou": ("户口性质", choices.HUKOU.parse),
    "education": ("文化程度", choices.EDUCATION.parse),
    "ability": ("劳动能力", choices.LABOUR_ABILITY.parse),
    "student": ("在校学生", YES_OR_NO.get),
    "job_wish": ("求职意愿", YES_OR_NO.get),
    "laid_off": ("国有集体企业下岗失业", YES_OR_NO.get),
    "resettled": ("是否棚改回迁", YES_OR_NO.get),
}


def day(value: Any) -> dt.date | None:
    """A cell that holds a day, or nothing."""
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value) if value else None


class Loaded:
    """What was loaded: `people` and `households` by their keys."""

    def __init__(self, rows: Mapping[str, Iterable[Row]], today: dt.date, history: bool = True) -> None:
        self.today, self.history = today, history
        self.regions = {region.code: region for region in Region.objects.all()}
        self.people: dict[str, Resident] = {}
        self.households: dict[tuple[str, str], Household] = {}
        self._rows = {ledger: list(some) for ledger, some in rows.items()}
        self._residents()
        self._spells()
        self._recognitions()
        self._acts()

    def _known(self, row: Row, own_day: dt.date | None) -> dt.date | None:
        """The row's own `known_on`, else its own day with `history`, else today."""
        return day(row.get("known_on")) or (own_day if self.history else self.today)

    def _residents(self) -> None:
        moves: dict[str, list[Row]] = defaultdict(list)
        for move in sorted(self._rows.get("moves", ()), key=lambda move: str(move["on"])):
            moves[move["number"]].append(move)
        versions: dict[str, list[Facts]] = defaultdict(list)
        for row in self._rows.get("residents", ()):
            number, on = row[NUMBER], day(row.get("调查日期")) or self.today
            while versions[number] and moves[number] and day(moves[number][0]["on"]) <= on:
                self._move(versions[number], moves[number].pop(0))
            self._survey(versions[number], row, on)
        for number, left in moves.items():
            for move in left:
                self._move(versions[number], move)
        for departure in self._rows.get("departures", ()):
            last = versions[departure["number"]][-1]
            last.stop, last.left = day(departure["on"]), True
        for number, person in self.people.items():
            person.region = versions[number][-1].region
            person.path = person.region.path
        Household.objects.bulk_create(self.households.values())
        Resident.objects.bulk_create(self.people.values())
        IdentityClaim.objects.bulk_create(
            IdentityClaim(digest=person.number_digest, region=person.region, resident_id=person.pk)
            for person in self.people.values()
        )
        Facts.objects.bulk_create(version for some in versions.values() for version in some)

    def _survey(self, versions: list[Facts], row: Row, on: dt.date) -> None:
        if versions and on < versions[-1].surveyed_on:
            return
        said = {name: read(row[header]) for name, (header, read) in FACTS.items() if row.get(header)}
        known = self._known(row, on)
        if not versions:
            region = self.regions[row[COMMUNITY]]
            person = self.people[row[NUMBER]] = self._new_person(row, known)
            household = self._household(region, row.get(HOUSEHOLD))
            first = {"resident": person, "household": household, "start": dt.date.min, "surveyed_on": on}
            versions.append(Facts(region=region, path=region.path, known_on=known, **first, **said))
            return
        household = self._household(versions[-1].region, row.get(HOUSEHOLD)) or versions[-1].household
        _follow(versions, on, surveyed_on=on, household=household, known_on=known, **said)

    def _new_person(self, row: Row, known: dt.date | None) -> Resident:
        number = row[NUMBER]
        return Resident(
            known_on=known,
            number_cipher=cipher().encrypt(number),
            number_digest=digester().digest(number),
            last4_digest=digester().last4(number),
            name=row.get("姓名") or f"居民{len(self.people) + 1}",
            sex="M" if int(number[16]) % 2 else "F",
            birth=dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14])),
        )

    def _household(self, region: Region, number: str | None) -> Household | None:
        if not number:
            return None
        key = region.code, number
        if key not in self.households:
            self.households[key] = Household(
                region=region, path=region.path, number=number, known_on=self.today
            )
        return self.households[key]

    def _move(self, versions: list[Facts], move: Row) -> None:
        region = self.regions[move["community"]]
        household = self._household(region, move["household"])
        _follow(versions, day(move["on"]), region=region, path=region.path, household=household)

    def _of(self, row: Row, own_day: dt.date | None) -> dict[str, Any]:
        """Whose row it is and when it was known; rows of a person lie where the person lives now."""
        person = self.people[row[NUMBER]]
        known = self._known(row, own_day)
        return {"resident": person, "region": person.region, "path": person.path, "known_on": known}

    def _spells(self) -> None:
        Employment.objects.bulk_create(
            Employment(**self._of(row, start), start=start, stop=end and end + ONE_DAY, form=form)
            for row in self._rows.get("employment", ())
            for start, end in [(day(row["就业日期"]), day(row.get("终止日期")))]
            for form in [work.EMPLOYMENT_FORM.parse(row["就业形式"])]
        )
        Registration.objects.bulk_create(
            Registration(**self._of(row, start), start=start, stop=day(row.get("注销日期")))
            for row in self._rows.get("unemployment", ())
            for start in [day(row["失业登记日期"])]
        )
        Determination.objects.bulk_create(
            Determination(
                **self._of(row, start), start=start, stop=day(row.get("退出日期")), category=row["类别"]
            )
            for row in self._rows.get("determinations", ())
            for start in [day(row["认定日期"])]
        )
        Visit.objects.bulk_create(
            Visit(
                **self._of(row, day(row["日期"])),
                on=day(row["日期"]),
                way=choices.VISIT_WAY.parse(row["方式"]),
                reasons=[choices.VISIT_REASON.parse(reason) for reason in row["事由"].split("、")],
                outcome=choices.VISIT_OUTCOME.parse(row["走访结果"]) if row["走访结果"] else "",
            )
            for row in self._rows.get("visits", ())
        )

    def _recognitions(self) -> None:
        Recognition.objects.bulk_create(
            Recognition(
                household=home,
                region=home.region,
                path=home.path,
                start=start,
                stop=day(row.get("退出日期")),
                known_on=self._known(row, start),
            )
            for row in self._rows.get("recognitions", ())
            for start in [day(row["认定日期"])]
            for home in [self.households[row[COMMUNITY], row[HOUSEHOLD]]]
        )

    def _acts(self) -> None:
        for row in self._rows.get("closings", ()):
            region, (first, last) = self.regions[row["community"]], period_span(row["quarter"])
            on = day(row["on"])
            ChangeListClosure.objects.create(
                region=region, path=region.path, first=first, last=last, closed_on=on, known_on=on
            )
        for row in self._rows.get("waivers", ()):
            self._waive(row)

    def _waive(self, row: Row) -> None:
        key, user = row["subject"], command_actor().user
        if key.startswith("office:"):
            region = self.regions[key.removeprefix("office:")]
            subject, pk, path = "office", Office.objects.get(region=region).pk, region.path
        elif "/" in key:
            home = self.households[tuple(key.split("/"))]
            subject, pk, path = "household", home.pk, home.path
        else:
            subject, pk, path = "resident", self.people[key].pk, self.people[key].path
        Waiver.objects.create(
            duty=row["duty"],
            subject=subject,
            subject_id=pk,
            path=path,
            start=day(row["from"]),
            last=day(row["until"]),
            reason="住院治疗",
            asked_by=user,
            agreed_by=user,
            agreed_at=timezone.now(),
        )


def _follow(versions: list[Facts], on: dt.date, **changes: Any) -> None:
    """The next version of somebody's facts from a day on; on the day of the last one it takes its place."""
    last = versions[-1]
    if last.start == on:
        for name, value in changes.items():
            setattr(last, name, value)
        return
    kept = ("resident", "region", "path", "household", "surveyed_on", "known_on", *FACTS)
    last.stop = on
    versions.append(Facts(start=on, **({name: getattr(last, name) for name in kept} | changes)))
