"""The last ninety days of the demo: every act by the service that an officer's form would call, on its day.

Surveys go the way of the import, as they do in the offices: a small file of a street every few days.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from pathlib import Path

from jiceng.accounts.actors import Actor
from jiceng.assistance.choices import EXIT_REASON
from jiceng.assistance.models import Determination, Recognition
from jiceng.assistance.services import determine, end_determination, end_recognition, recognise_household
from jiceng.core import parsing, scope
from jiceng.core.registers import Refused
from jiceng.core.secrets import digester
from jiceng.core.spans import parse_period
from jiceng.demo.city import City, Closing, Event, Move
from jiceng.demo.rows import COMMUNITY, HOUSEHOLD, NUMBER, Row
from jiceng.employment.choices import (
    CANCEL_REASON,
    EMPLOYMENT_FORM,
    UNEMPLOYED_CATEGORY,
    UNEMPLOYMENT_REASON,
)
from jiceng.employment.models import Employment, Registration
from jiceng.employment.services import (
    cancel_registration,
    end_employment,
    record_employment,
    register_unemployment,
)
from jiceng.home.imports import run_import
from jiceng.regions.models import Region
from jiceng.residents.choices import VISIT_OUTCOME, VISIT_REASON, VISIT_WAY
from jiceng.residents.models import Household, Resident
from jiceng.residents.services import claim_of, close_change_list, move_resident, record_visit

SURVEY_DAYS = 10


class Replay:
    """Plays the acts of the offices; `acts_of` maps the path of a community to its officer."""

    def __init__(self, city: City, acts_of: Mapping[str, Actor]) -> None:
        self.city, self.acts_of = city, acts_of
        self.regions = {r.code: r for r in Region.objects.select_related("office").all()}
        self.refused: list[str] = []

    def play(self, events: Iterable[Event]) -> int:
        """Play the acts in order, some days at a time; how many were done."""
        done = 0
        for _, acts in groupby(events, key=lambda event: event.on.toordinal() // SURVEY_DAYS):
            listed = list(acts)
            surveys = [event for event in listed if event.act == "survey"]
            moves = [event for event in listed if event.act == "move"]
            done += sum(self._play(event) for event in listed if event.act not in ("survey", "move"))
            if surveys:
                self._import_surveys([event.row for event in surveys], surveys[-1].on)
            # Who moved was surveyed before: an import does not take people over.
            done += sum(self._play(event) for event in moves)
        return done

    def _play(self, event: Event) -> bool:
        act: Callable[[Event], object] = getattr(self, f"_{event.act}")
        try:
            with scope.entered(scope.WHOLE):
                act(event)
        except Refused as error:
            self.refused.append(f"{event.on} {event.act}: {error}")
            return False
        return True

    def _import_surveys(self, rows: list[Row], day: dt.date) -> None:
        for street in sorted({row[COMMUNITY][:9] for row in rows}):
            mine = [row for row in rows if row[COMMUNITY].startswith(street)]
            with tempfile.TemporaryDirectory() as folder:
                made = City(self.city.today, self.city.communities, residents=mine)
                region = self.regions[street.ljust(12, "0")]
                for ledger, path in made.write(Path(folder)):
                    if ledger == "residents":
                        self._import(path, region, day)

    def _import(self, path: Path, region: Region, day: dt.date) -> None:
        run_import(
            actor=self.acts_of[region.path],
            ledger="residents",
            data=path,
            file_name=path.name,
            region=region,
            today=day,
        )

    def _at_work(self, row_or_resident: Resident | Household) -> Actor:
        return self.acts_of[row_or_resident.path]

    def _register(self, event: Event) -> None:
        row, resident = event.row, _resident(event.row)
        with scope.entered(self._at_work(resident).scope):
            register_unemployment(
                actor=self._at_work(resident),
                resident=resident,
                on=_day(row["失业登记日期"]),
                unemployed_on=_day_or_none(row["失业日期"]),
                reason=UNEMPLOYMENT_REASON.parse(row["失业原因"]) if row["失业原因"] else "",
                category=UNEMPLOYED_CATEGORY.parse(row["失业人员类别"]) if row["失业人员类别"] else "",
                former_employer=row["原工作单位"],
                job_wish=row["求职意愿"],
                training_wish=row["培训意愿"],
                today=event.on,
            )

    def _cancel(self, event: Event) -> None:
        resident, start = _resident(event.row), _day(event.row["失业登记日期"])
        with scope.entered(self._at_work(resident).scope):
            cancel_registration(
                actor=self._at_work(resident),
                registration=Registration.objects.get(resident=resident, start=start),
                on=_day(event.row["注销日期"]),
                reason=CANCEL_REASON.parse(event.row["注销原因"]),
                today=event.on,
            )

    def _employ(self, event: Event) -> None:
        row, resident = event.row, _resident(event.row)
        with scope.entered(self._at_work(resident).scope):
            record_employment(
                actor=self._at_work(resident),
                resident=resident,
                start=_day(row["就业日期"]),
                form=EMPLOYMENT_FORM.parse(row["就业形式"]),
                credit_code=row["统一社会信用代码"],
                employer_name=row["单位名称"],
                occupation=row["岗位工种"],
                contract_start=_day_or_none(row["合同起始日期"]),
                contract_stop=_day_or_none(row["合同终止日期"]),
                monthly_income=parsing.amount(row["月收入"]),
                workplace_code=row["工作地社区代码"],
                today=event.on,
            )

    def _end_employment(self, event: Event) -> None:
        resident = _resident(event.row)
        with scope.entered(self._at_work(resident).scope):
            end_employment(
                actor=self._at_work(resident),
                job=Employment.objects.get(resident=resident, start=_day(event.row["就业日期"])),
                last_day=_day(event.row["终止日期"]),
                reason=event.row["终止原因"],
                today=event.on,
            )

    def _determine(self, event: Event) -> None:
        resident = _resident(event.row)
        with scope.entered(self._at_work(resident).scope):
            determine(
                actor=self._at_work(resident),
                resident=resident,
                category=event.row["类别"],
                on=_day(event.row["认定日期"]),
                basis="入户核实",
                today=event.on,
            )

    def _end_determination(self, event: Event) -> None:
        row, resident = event.row, _resident(event.row)
        with scope.entered(self._at_work(resident).scope):
            end_determination(
                actor=self._at_work(resident),
                determination=Determination.objects.get(
                    resident=resident, category=row["类别"], start=_day(row["认定日期"])
                ),
                on=_day(row["退出日期"]),
                reason=EXIT_REASON.parse(row["退出原因"]),
                today=event.on,
            )

    def _recognise(self, event: Event) -> None:
        household = self._household(event.row)
        with scope.entered(self._at_work(household).scope):
            recognise_household(
                actor=self._at_work(household),
                household=household,
                on=_day(event.row["认定日期"]),
                basis="入户核实",
                today=event.on,
            )

    def _end_recognition(self, event: Event) -> None:
        household = self._household(event.row)
        with scope.entered(self._at_work(household).scope):
            end_recognition(
                actor=self._at_work(household),
                recognition=Recognition.objects.get(household=household, start=_day(event.row["认定日期"])),
                on=_day(event.row["退出日期"]),
                reason=EXIT_REASON.parse(event.row["退出原因"]),
                today=event.on,
            )

    def _visit(self, event: Event) -> None:
        row, resident = event.row, _resident(event.row)
        with scope.entered(self._at_work(resident).scope):
            record_visit(
                actor=self._at_work(resident),
                residents=[resident],
                on=_day(row["日期"]),
                way=VISIT_WAY.parse(row["方式"]),
                reasons=[VISIT_REASON.parse(word) for word in row["事由"].split("、")],
                outcome=VISIT_OUTCOME.parse(row["走访结果"]) if row["走访结果"] else "",
                content=row["内容"],
                visitor=row["走访人"],
                today=event.on,
            )

    def _move(self, event: Event) -> None:
        move = event.act_of_office
        assert isinstance(move, Move)
        region = self.regions[move.community]
        with scope.entered(self.acts_of[region.path].scope):
            claim = claim_of(move.number, event.on)
            assert claim is not None
            move_resident(
                actor=self.acts_of[region.path],
                claim=claim,
                to_region=region,
                on=move.on,
                reason="本人搬迁至本社区居住",
                household_number=move.household,
                today=event.on,
            )

    def _close(self, event: Event) -> None:
        closing = event.act_of_office
        assert isinstance(closing, Closing)
        close_quarter(self.acts_of, self.regions[closing.community], closing, event.on)

    def _household(self, row: Row) -> Household:
        region = self.regions[row[COMMUNITY]]
        return Household.objects.get(region=region, number=row[HOUSEHOLD])


def close_quarter(acts_of: Mapping[str, Actor], region: Region, closing: Closing, on: dt.date) -> None:
    """Close the change list of a quarter as the community's worker did."""
    actor = acts_of[region.path]
    with scope.entered(actor.scope):
        close_change_list(actor=actor, region=region, period=parse_period(closing.quarter), on=on, today=on)


def _resident(row: Row) -> Resident:
    return Resident.objects.get(number_digest=digester().digest(row[NUMBER]))


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _day_or_none(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
