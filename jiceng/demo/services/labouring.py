"""People on the move in the demo, lay-offs on the roll, and certifications of flexible work, some missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from jiceng.core.secrets import cipher
from jiceng.demo.services.desk import Desk
from jiceng.demo.services.founding import CITY
from jiceng.employers.models import Employer
from jiceng.employment.choices import EmploymentForm
from jiceng.employment.models import Employment
from jiceng.employment.populations import employed, registration_open
from jiceng.labour.choices import Destination, FlexibleKind, Pursuit, TransferWay
from jiceng.labour.models import Incoming, Transfer
from jiceng.labour.populations import flexible_uncertified, local_hukou
from jiceng.labour.services import (
    certify_flexible,
    end_spell,
    record_incoming,
    record_laid_off,
    record_transfer,
)
from jiceng.policy.sets import leaf
from jiceng.residents.models import Resident
from jiceng.residents.populations import aged, rural

# Where the demo's people from elsewhere come from, by the county that their number begins with.
ORIGINS = {
    "210103": "辽宁省沈阳市沈河区", "210402": "辽宁省抚顺市新抚区", "210603": "辽宁省丹东市振兴区",
    "210682": "辽宁省凤城市", "211002": "辽宁省辽阳市白塔区", "220502": "吉林省通化市东昌区",
    "230103": "黑龙江省哈尔滨市南岗区", "370683": "山东省莱州市", "411525": "河南省固始县",
}  # fmt: skip
INCOMING, TRANSFERRED, LAID_OFF, CERTIFIED_OF_A_COMMUNITY = 24, 24, 12, 5
TRADERS = (("早餐店", "面食加工销售"), ("水果摊", "水果零售"), ("五金店", "五金零售"))
WORKERS = (("建筑工地", "瓦工"), ("物流公司", "装卸工"), ("饭店", "厨师"), ("家政公司", "保洁员"))
TRANSFERS = (
    (Destination.COUNTY, "辽宁省本溪市明山区", "木工", TransferWay.RELATIVES),
    (Destination.PROVINCE, "辽宁省沈阳市铁西区", "焊工", TransferWay.OWN),
    (Destination.COUNTRY, "天津市滨海新区", "缝纫工", TransferWay.ORGANISED),
    (Destination.CITY, "辽宁省本溪市桓仁县", "厨师", TransferWay.AGENCY),
)
KINDS = (FlexibleKind.TEMPORARY, FlexibleKind.PART_TIME, FlexibleKind.FREELANCE, FlexibleKind.HOME)


def record_incoming_workers(desk: Desk) -> None:
    """Who works here with a number from elsewhere; one has left."""
    for turn, (person, county) in enumerate(islice(_from_elsewhere(desk), INCOMING)):
        is_trader = turn % 3 == 0
        where, what = TRADERS[turn // 3 % len(TRADERS)] if is_trader else WORKERS[turn % len(WORKERS)]
        desk.act(
            person.path,
            record_incoming,
            resident=person,
            start=_of_age(person, desk.day(90 + 41 * turn)),
            pursuit=Pursuit.TRADE if is_trader else Pursuit.WORK,
            origin=ORIGINS[county],
            workplace=where,
            trade=what,
        )
    _end_last(desk, Incoming, "返回原籍")


def record_transfers(desk: Desk) -> None:
    """Rural people who work outside farming; one has come back."""
    away = desk.people(leaf(rural) & leaf(employed, form=EmploymentForm.TRANSFERRED.value), CITY)
    for turn, person in enumerate(away[:TRANSFERRED]):
        destination, place, trade, way = TRANSFERS[turn % len(TRANSFERS)]
        desk.act(
            person.path,
            record_transfer,
            resident=person,
            start=_of_age(person, desk.day(60 + 37 * turn)),
            destination=destination,
            place=place,
            trade=trade,
            way=way,
            monthly_income=Decimal(2600 + 150 * (turn % 9)),
        )
    _end_last(desk, Transfer, "合同期满返乡")


def record_lay_offs(desk: Desk) -> None:
    """Who is on the roll of a unit without working, and is not registered as unemployed."""
    units = list(Employer.objects.order_by("pk")[:3])
    idle = leaf(aged, at_least=42, under=55) & ~leaf(employed) & ~leaf(registration_open)
    people = [each for path in desk.communities() for each in desk.people(idle, path)[:1]]
    for turn, person in enumerate(people[:LAID_OFF] if units else []):
        unit = units[turn % len(units)]
        desk.act(
            person.path,
            record_laid_off,
            resident=person,
            start=desk.day(200 + 50 * turn),
            employer_name=unit.name,
            credit_code=unit.credit_code,
            permit=f"XG{desk.today.year}{turn + 1:04d}",
        )


def certify_flexible_workers(desk: Desk) -> None:
    """Three of four of the flexible workers of a community, some, in the course of the year."""
    new_year = dt.date(desk.today.year, 1, 1)
    for path in desk.communities():
        people = [each for n, each in enumerate(desk.people(flexible_uncertified, path)) if n % 4]
        started = dict(
            Employment.objects.open_on(desk.today).filter(path=path).values_list("resident", "start")
        )
        for turn, person in enumerate(people[:CERTIFIED_OF_A_COMMUNITY]):
            on = max(desk.day(5 + 17 * turn, new_year), started[person.pk])
            desk.act(
                path,
                certify_flexible,
                as_of=on,
                resident=person,
                on=on,
                kind=KINDS[turn % len(KINDS)],
                monthly_income=Decimal(1500 + 180 * (turn % 7)),
                has_pension=turn % 3 != 0,
                has_medical=turn % 5 != 0,
                guidance="已讲解灵活就业人员参保办法" if turn % 3 == 0 else "",
            )


def _from_elsewhere(desk: Desk) -> Iterator[tuple[Resident, str]]:
    """Who works here, has no local hukou, and has a number that was given in another city."""
    for path in desk.communities():
        for person in desk.people(leaf(employed) & ~leaf(local_hukou), path):
            county = cipher().decrypt(bytes(person.number_cipher))[:6]
            if county in ORIGINS:
                yield person, county


def _of_age(person: Resident, day: dt.date) -> dt.date:
    """The day, but none on which the person was not yet of 16 (劳动法 15)."""
    return max(day, dt.date(person.birth.year + 17, 1, 1))


def _end_last(desk: Desk, model: type[Incoming] | type[Transfer], reason: str) -> None:
    last = model.objects.order_by("pk").last()
    if last is not None:
        desk.act(last.path, end_spell, spell=last, on=desk.day(5, last.start), reason=reason)
