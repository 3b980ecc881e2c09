"""Small builders for tests: a mini city of four communities, its officers, residents, and their spells.

Rows are written straight into the registers, in the scope of the whole deployment, as good imports would
leave them. Nothing is random: the n-th resident of a city is always the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jiceng.accounts.actors import Actor, command_actor
from jiceng.accounts.models import Post, User
from jiceng.accounts.roles import Role
from jiceng.assistance.models import Determination, Recognition
from jiceng.core import scope
from jiceng.core.chinese import initials, pinyin_key
from jiceng.core.identity import check_digit
from jiceng.core.secrets import cipher, digester
from jiceng.employers.models import Employer
from jiceng.employment.models import Employment, Registration
from jiceng.policy import packs
from jiceng.policy.services import enact
from jiceng.regions.models import Office, Region
from jiceng.regions.rules import LEVELS, office_name
from jiceng.residents.models import BEGINNING, Facts, Household, IdentityClaim, Resident, Visit

HERE, NEXT, ACROSS, FAR = "210502001001", "210502001002", "210502003001", "210502003002"
STREET, OTHER_STREET, COUNTY, CITY = "210502001", "210502003", "210502", "2105"
NAMES = {
    "21": "辽宁省",
    CITY: "本溪市",
    COUNTY: "平山区",
    STREET: "南地街道",
    HERE: "南地社区居委会",
    NEXT: "东进社区居委会",
    OTHER_STREET: "平山街道",
    ACROSS: "平山社区居委会",
    FAR: "岭东社区居委会",
}
TODAY = dt.date(2026, 9, 15)
FIRST_SURVEY = dt.date(2020, 1, 1)
ONE_DAY = dt.timedelta(days=1)
CREDIT_CODE = "91350100M000100Y43"  # the example of GB 32100


def number_of(birth: dt.date, sex: str = "F", serial: int = 1) -> str:
    """A valid identity number."""
    body = f"210502{birth:%Y%m%d}{2 * serial + (sex == 'M'):03d}"
    return body + check_digit(body)


class MiniCity:
    """The tree of `NAMES` with its offices, and Benxi's pack unless told otherwise."""

    def __init__(self, with_pack: bool = True) -> None:
        self.people = 0
        with self._everywhere():
            self.regions = self._tree()
            if with_pack:
                text = packs.shipped()["benxi-2009"]
                enact(actor=command_actor(), text=text, region=self.regions[CITY], today=FIRST_SURVEY)

    def officer(self, path: str = HERE, role: str = Role.WORKER, login: str = "") -> Actor:
        """An officer with a post since 2020, at work in it; one for each place and role unless named."""
        login = login or f"{role}-{path}"
        user, _ = User.objects.get_or_create(
            username=login, defaults={"name": f"{Role(role).label}{path[-3:]}"}
        )
        office = self.regions[path].office
        Post.objects.get_or_create(user=user, office=office, role=role, start=FIRST_SURVEY)
        return Actor(user, role, path)

    def resident(
        self,
        path: str = HERE,
        name: str = "王小明",
        birth: dt.date = dt.date(1980, 3, 15),
        sex: str = "F",
        household: str = "",
        surveyed_on: dt.date = FIRST_SURVEY,
        **facts: Any,
    ) -> Resident:
        """A resident with one version of facts, open to the past."""
        self.people += 1
        number = number_of(birth, sex, self.people)
        place = self.place(path)
        with self._everywhere():
            resident = Resident.objects.create(
                **place,
                known_on=surveyed_on,
                number_cipher=cipher().encrypt(number),
                number_digest=digester().digest(number),
                last4_digest=digester().last4(number),
                name=name,
                pinyin=pinyin_key(name),
                initials=initials(name),
                sex=sex,
                birth=birth,
            )
            IdentityClaim.objects.create(
                digest=resident.number_digest, region=resident.region, resident_id=resident.pk
            )
            Facts.objects.create(
                **place,
                resident=resident,
                household=self.household(household, path) if household else None,
                start=dt.date.fromisoformat(BEGINNING),
                surveyed_on=surveyed_on,
                known_on=surveyed_on,
                **facts,
            )
        return resident

    def household(self, number: str, path: str = HERE) -> Household:
        """A household of a community, made if new."""
        with self._everywhere():
            household, _ = Household.objects.get_or_create(
                **self.place(path), number=number, defaults={"known_on": FIRST_SURVEY}
            )
        return household

    def job(
        self, resident: Resident, start: dt.date, last: dt.date | None = None, form: str = "022", **more: Any
    ) -> Employment:
        """A job, with its last day if it has ended."""
        stop = last + ONE_DAY if last else None
        return self._add(Employment(**self._of(resident, start), start=start, stop=stop, form=form, **more))

    def registration(
        self, resident: Resident, start: dt.date, cancelled: dt.date | None = None, **more: Any
    ) -> Registration:
        """An unemployment registration."""
        return self._add(Registration(**self._of(resident, start), start=start, stop=cancelled, **more))

    def determination(
        self, resident: Resident, start: dt.date, stop: dt.date | None = None, category: str = "4050人员"
    ) -> Determination:
        """A determination of hardship."""
        made = Determination(**self._of(resident, start), start=start, stop=stop, category=category)
        return self._add(made)

    def recognition(self, household: Household, start: dt.date, stop: dt.date | None = None) -> Recognition:
        """The recognition of a zero-employment household."""
        place = {"region": household.region, "path": household.path}
        return self._add(Recognition(**place, household=household, start=start, stop=stop, known_on=start))

    def visit(self, resident: Resident, on: dt.date, **more: Any) -> Visit:
        """A follow-up call that reached the person, unless told otherwise."""
        said = {"way": "phone", "reasons": ["after_employment"], "outcome": "talked", "visitor": "李干事"}
        return self._add(Visit(**self._of(resident, on), on=on, **(said | more)))

    def employer(
        self, path: str = HERE, name: str = "本溪钢铁厂", credit_code: str = CREDIT_CODE
    ) -> Employer:
        """An employer on file."""
        return self._add(
            Employer(**self.place(path), name=name, credit_code=credit_code, known_on=FIRST_SURVEY)
        )

    def place(self, path: str) -> dict[str, Any]:
        """Region and path of a row that lies there."""
        return {"region": self.regions[path], "path": path}

    def _of(self, resident: Resident, known_on: dt.date) -> dict[str, Any]:
        place = {"region_id": resident.region_id, "path": resident.path}
        return {"resident": resident, "known_on": known_on, **place}

    def _add(self, row: Any) -> Any:
        with self._everywhere():
            row.save()
        return row

    @contextmanager
    def _everywhere(self) -> Iterator[None]:
        with scope.entered(scope.WHOLE):
            yield

    def _tree(self) -> dict[str, Region]:
        regions: dict[str, Region] = {}
        for path, name in NAMES.items():
            above = next((regions[path[:n]] for n in reversed(LEVELS) if path[:n] in regions), None)
            level = LEVELS.index(len(path)) + 1
            regions[path] = Region.objects.create(
                code=path.ljust(12, "0"), path=path, parent=above, level=level, name=name
            )
            Office.objects.create(
                region=regions[path], name=office_name(level, name, above.name if above else "")
            )
        return regions
