"""The register of employers (domain R5): a code once in the deployment, counts within the headcount."""

import datetime as dt

import pytest
from django.utils import timezone

from jiceng.accounts.actors import NotAllowed
from jiceng.core.registers import Conflict, Refused
from jiceng.core.spans import holding
from jiceng.employers.models import Employer
from jiceng.employers.services import (
    EmployerRefused,
    amend_employer,
    changed_employers,
    employer_of,
    register_employer,
)
from tests.factories import ACROSS, CREDIT_CODE, HERE, NEXT, TODAY

OTHER_CODES = ("91210500MA000001XW", "91210500MA000002XX", "91210500MA000003XY")


def register(city, worker, path=HERE, **more):
    call = {"name": " 本溪钢铁厂 ", "credit_code": CREDIT_CODE.lower(), "today": TODAY} | more
    return register_employer(actor=worker, region=city.regions[path], **call)


def test_employer_is_registered(city, worker):
    employer = register(city, worker, headcount=10, contracts_signed=10).row
    assert (employer.name, employer.credit_code, employer.path) == ("本溪钢铁厂", CREDIT_CODE, HERE)


def test_code_is_known_once_wherever(city, worker):
    city.employer(ACROSS)
    with pytest.raises(Refused, match="^该统一社会信用代码已登记$"):
        register(city, worker)
    assert not Employer.objects.exists()
    assert employer_of(CREDIT_CODE).path == ACROSS


@pytest.mark.parametrize(
    ("change", "entries"),
    [
        ({"credit_code": "123"}, ["credit_code"]),
        ({"name": " "}, ["name"]),
        ({"headcount": 3, "contracts_signed": 4, "insured": 5}, ["contracts_signed", "insured"]),
    ],
)
def test_wrong_entries_are_named(city, worker, change, entries):
    with pytest.raises(EmployerRefused) as refused:
        register(city, worker, **change)
    assert list(refused.value.mistakes) == entries


def test_details_are_brought_up_to_date(city, worker):
    employer = register(city, worker, headcount=10).row
    call = {"actor": worker, "employer": employer, "lock_version": 0, "today": TODAY}
    assert amend_employer(**call, headcount=8, phone="024-1").row.headcount == 8
    with pytest.raises(Conflict, match="职工人数：8"):
        amend_employer(**call, headcount=9)
    with pytest.raises(EmployerRefused):
        amend_employer(actor=worker, employer=employer, insured=9, today=TODAY)
    with pytest.raises(TypeError):
        amend_employer(actor=worker, employer=employer, credit_code="x", today=TODAY)


def test_only_within_the_own_region(city, worker):
    with pytest.raises(NotAllowed):
        register(city, worker, path=NEXT)
    with pytest.raises(NotAllowed):
        amend_employer(actor=worker, employer=city.employer(ACROSS), name="x", today=TODAY)


def test_new_and_growing_employers_of_a_quarter(city, worker):
    quarter = holding(timezone.localdate(), "quarter")  # changes are found by the real time of their entry
    opened = register(city, worker, today=quarter.first, headcount=3).row
    before = quarter.first - dt.timedelta(days=1)
    growing, shrinking, unknown = (
        register(city, worker, name=name, credit_code=code, headcount=count, today=before).row
        for name, code, count in zip(("增人厂", "减人厂", "不明厂"), OTHER_CODES, (10, 10, None), strict=True)
    )
    for employer, counts in ((growing, (9, 12)), (shrinking, (12, 8)), (unknown, (5,))):
        for headcount in counts:
            employer = amend_employer(
                actor=worker, employer=employer, headcount=headcount, today=quarter.first
            ).row
    found = changed_employers(city.regions[HERE], quarter)
    assert [(each.reason, each.employer.pk, each.before, each.headcount) for each in found] == [
        ("新登记单位", opened.pk, None, 3),
        ("扩大用工单位", growing.pk, 10, 12),
    ]
    earlier = changed_employers(city.regions[HERE], quarter.before())
    assert {each.reason for each in earlier} == {"新登记单位"} and len(earlier) == 3
    assert {each.headcount for each in earlier} == {10, None}
    assert changed_employers(city.regions[NEXT], quarter) == []
