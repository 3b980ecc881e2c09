"""Employers by file (contracts, section 3)."""

import pytest

from jiceng.core import scope
from jiceng.employers.models import Employer
from tests.factories import ACROSS, CITY, CREDIT_CODE, HERE, NEXT, STREET, MiniCity
from tests.files import COMMUNITY, Desk, counts, reasons

NAME, CODE = "单位名称", "统一社会信用代码"
ROW = {NAME: "本溪钢铁厂", CODE: CREDIT_CODE, "行业": "炼钢", "职工人数": "120", COMMUNITY: HERE}


@pytest.fixture
def desk(db):
    with scope.entered(scope.WHOLE):
        yield Desk(MiniCity(with_pack=False))


def test_an_employer_is_known_by_its_normalised_code(desk):
    assert counts(desk.load("employers", {**ROW, CODE: f" {CREDIT_CODE.lower()} "})) == (1, 0, 0, 0)
    employer = Employer.objects.get()
    assert (employer.credit_code, employer.headcount, employer.path) == (CREDIT_CODE, 120, HERE)
    assert counts(desk.load("employers", ROW)) == (0, 0, 1, 0)


def test_a_changed_row_changes_and_a_blank_keeps(desk):
    desk.load("employers", ROW)
    row = {NAME: "本钢", CODE: CREDIT_CODE, "行业": "", COMMUNITY: ""}
    assert counts(desk.load("employers", row)) == (0, 1, 0, 0)
    employer = Employer.objects.get()
    assert (employer.name, employer.industry, employer.headcount) == ("本钢", "炼钢", 120)
    assert (employer.path, employer.lock_version) == (HERE, 1)


def test_an_employer_moves_with_its_community(desk):
    desk.load("employers", ROW)
    desk.load("employers", {**ROW, COMMUNITY: NEXT})
    assert Employer.objects.get().path == NEXT


@pytest.mark.parametrize(("region", "path"), [(HERE, HERE), (STREET, STREET), (None, "21")])
def test_without_a_community_a_new_employer_stands_at_the_top_of_the_import(desk, region, path):
    assert counts(desk.load("employers", {NAME: "本钢", CODE: CREDIT_CODE}, region=region)) == (1, 0, 0, 0)
    assert Employer.objects.get().path == path


def test_an_employer_beyond_the_import_is_left_to_its_region(desk):
    desk.load("employers", {**ROW, COMMUNITY: ACROSS})
    assert reasons(desk.load("employers", {**ROW, COMMUNITY: HERE}, region=STREET)) == [(2, CODE)]
    assert Employer.objects.get().path == ACROSS


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (CODE, ""),
        (CODE, CREDIT_CODE[:-1] + "4"),
        (NAME, ""),
        ("职工人数", "-1"),
        ("参保人数", "许多"),
        (COMMUNITY, CITY),
    ],
)
def test_values_that_cannot_be_taken(desk, field, value):
    assert reasons(desk.load("employers", {**ROW, field: value})) == [(2, field)]


def test_the_same_code_twice(desk):
    outcome = desk.load("employers", ROW, ROW, {**ROW, NAME: "另一家"})
    assert counts(outcome) == (1, 0, 1, 1)
    assert reasons(outcome) == [(4, CODE)]
    assert "第2行" in outcome.rejects[0].reason


def test_an_export_imports_again_unchanged(desk):
    desk.load("employers", ROW)
    desk.load("employers", {NAME: "=1+1", CODE: "11210500001234567Y"}, region=STREET)
    again = desk.load_file("employers", desk.export("employers"))
    assert again.created == again.updated == again.rejected == 0
