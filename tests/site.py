"""A small city behind the pages: residents and employers in three communities, officers of every kind."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test import Client

from jiceng.accounts.models import Post, User
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.core.chinese import initials, pinyin_key
from jiceng.core.identity import check_digit
from jiceng.core.secrets import cipher, digester
from jiceng.employers.models import Employer
from jiceng.regions.models import Region
from jiceng.residents.models import BEGINNING, Facts, Household, IdentityClaim, Resident
from tests.oracle.small import ACROSS, HERE, NEXT
from tests.worlds import make_tree

STREET, CITY = "210502001", "2105"
START = dt.date(2020, 1, 1)

CROWD = (
    """
    insert into residents_resident (region_id, path, known_on, number_cipher, number_digest, last4_digest,
        name, pinyin, initials, sex, birth, void_reason)
    select %(region)s, %(path)s, %(day)s, '', sha256(n::text::bytea), substring(sha256(n::text::bytea) for 8),
        chr(19968 + n) || n, md5(n::text), substring(md5(n::text) for 3), 'F', '1980-01-01', ''
    from generate_series(1, %(size)s) n
    """,
    """
    insert into residents_facts (region_id, path, known_on, resident_id, start, surveyed_on, void_reason)
    select region_id, path, known_on, id, '0001-01-01', known_on, '' from residents_resident r
    where not exists (select from residents_facts f where f.resident_id = r.id)
    """,
    """
    insert into employers_employer (region_id, path, known_on, name, credit_code, industry, ownership,
        address, contact, phone, void_reason)
    select %(region)s, %(path)s, %(day)s, md5(n::text), 'X' || n, '', '', '', '', '', ''
    from generate_series(1, %(size)s) n
    """,
)


class Site:
    """The tree of `tests.worlds`; every community has two residents in a household, and an employer."""

    def __init__(self) -> None:
        with scope.entered(scope.WHOLE):
            self.regions = make_tree()
            self.residents = {
                path: [self.resident(path, name) for name in names]
                for path, names in {
                    HERE: ["王伟明", "王静"],
                    NEXT: ["李春香", "李强"],
                    ACROSS: ["赵丽", "赵伟明"],
                }.items()
            }
            self.employers = {path: self.employer(path) for path in (HERE, NEXT, ACROSS)}
        self.posts = {
            login: self.officer(login, path, role)
            for login, path, role in (
                ("worker", HERE, Role.WORKER),
                ("neighbour", NEXT, Role.WORKER),
                ("auditor", HERE, Role.AUDITOR),
                ("clerk", STREET, Role.CLERK),
                ("administrator", CITY, Role.ADMINISTRATOR),
                ("far-administrator", ACROSS[:9], Role.ADMINISTRATOR),
            )
        }

    def officer(self, login: str, path: str, role: str, *, stop: dt.date | None = None) -> Post:
        """A post of an officer, who is made if new."""
        user, _ = User.objects.get_or_create(username=login, defaults={"name": login})
        office = self.regions[path].office
        return Post.objects.create(user=user, office=office, role=role, start=START, stop=stop)

    def client(self, login: str) -> Client:
        """A browser in which the officer has signed in."""
        client = Client()
        client.force_login(
            User.objects.get(username=login), backend="django.contrib.auth.backends.ModelBackend"
        )
        return client

    def resident(self, path: str, name: str, birth: str = "19800101") -> Resident:
        """A resident in place since ever, in household `1` of the community."""
        region = self.regions[path]
        body = f"210502{birth}{Resident.every.count() + 1:03d}"
        number = body + check_digit(body)
        place = {"region": region, "path": region.path, "known_on": START}
        resident = Resident.objects.create(
            **place,
            number_cipher=cipher().encrypt(number),
            number_digest=digester().digest(number),
            last4_digest=digester().last4(number),
            name=name,
            pinyin=pinyin_key(name),
            initials=initials(name),
            sex="M" if int(body[-1]) % 2 else "F",
            birth=dt.datetime.strptime(birth, "%Y%m%d").date(),
        )
        IdentityClaim.objects.create(digest=resident.number_digest, region=region, resident_id=resident.pk)
        household, _ = Household.objects.get_or_create(number="1", region=region, defaults=place)
        Facts.objects.create(
            **place, resident=resident, household=household, start=BEGINNING, surveyed_on=START, hukou="10"
        )
        return resident

    def crowd(self, path: str, size: int = 8000) -> None:
        """So many residents and employers of a community that a list should not read them all."""
        place = self.regions[path]
        given = {"region": place.pk, "path": place.path, "day": START, "size": size}
        with scope.entered(scope.WHOLE), connection.cursor() as cursor:
            for statement in CROWD:
                cursor.execute(statement, given)

    def employer(self, path: str) -> Employer:
        """An employer of a community."""
        region: Region = self.regions[path]
        return Employer.objects.create(
            region=region, path=region.path, known_on=START, name=f"{region.name}商店", credit_code=path
        )

    def number_of(self, resident: Resident) -> str:
        """The whole identity number."""
        return cipher().decrypt(bytes(resident.number_cipher))
