"""Jobs and unemployment registrations by file (contracts, section 3)."""

import datetime as dt

import pytest

from jiceng.core import scope
from jiceng.employment.models import Employment, Registration
from tests.factories import ACROSS, CREDIT_CODE, HERE, STREET, TODAY, MiniCity
from tests.files import ANNA, BORIS, NUMBER, Desk, counts, person, reasons

STARTED, ENDED, FORM, POST = "就业日期", "终止日期", "就业形式", "是否公益性岗位"
REGISTERED, CANCELLED = "失业登记日期", "注销日期"


def job(start, end="", **more):
    return {NUMBER: ANNA, FORM: "灵活就业", STARTED: start, ENDED: end, **more}


def registration(start, end="", **more):
    return {NUMBER: ANNA, REGISTERED: start, CANCELLED: end, **more}


@pytest.fixture
def desk(db):
    with scope.entered(scope.WHOLE):
        desk = Desk(MiniCity(with_pack=False))
        desk.load("residents", person(ANNA), person(BORIS, community=ACROSS))
        yield desk


def days(model):
    return list(model.objects.order_by("start").values_list("start", "stop"))


def test_a_job_ends_on_its_last_day(desk):
    assert counts(desk.load("employment", job("2026-01-05", "2026-03-31"))) == (1, 0, 0, 0)
    found = Employment.objects.get()
    assert (found.start, found.stop) == (dt.date(2026, 1, 5), dt.date(2026, 4, 1))
    assert (found.form, found.path, found.known_on) == ("022", HERE, TODAY)


def test_history_is_known_from_its_own_day(desk):
    desk.load("employment", job("2026-01-05"), history=True)
    desk.load("unemployment", registration("2025-11-03"), history=True)
    assert Employment.objects.get().known_on == dt.date(2026, 1, 5)
    assert Registration.objects.get().known_on == dt.date(2025, 11, 3)


def test_an_employer_is_linked_when_on_file_anywhere_else_its_code_is_kept(desk):
    employer = desk.city.employer(ACROSS)
    other = "11210500001234567Y"
    desk.load(
        "employment",
        job("2026-01-05", "2026-01-31", **{"统一社会信用代码": CREDIT_CODE}),
        job("2026-02-05", **{"统一社会信用代码": other, "单位名称": "外地公司"}),
        region=STREET,
    )
    first, second = Employment.objects.order_by("start")
    assert (first.employer_id, first.credit_code) == (employer.pk, CREDIT_CODE)
    assert (second.employer, second.credit_code, second.employer_name) == (None, other, "外地公司")


def test_another_code_takes_the_link_along(desk):
    desk.city.employer()
    row = job("2026-01-05", **{"统一社会信用代码": CREDIT_CODE})
    desk.load("employment", row)
    desk.load("employment", {**row, "统一社会信用代码": ""})
    assert Employment.objects.get().employer is not None
    desk.load("employment", {**row, "统一社会信用代码": "11210500001234567Y"})
    assert Employment.objects.get().employer is None


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({ENDED: "2026-01-04"}, ENDED),
        ({STARTED: "2026-09-16"}, STARTED),
        ({STARTED: ""}, STARTED),
        ({FORM: "打工"}, FORM),
        ({POST: "是"}, POST),
        ({FORM: "公益性岗位", POST: "否"}, POST),
        ({"统一社会信用代码": "123"}, "统一社会信用代码"),
        ({"月收入": "-5"}, "月收入"),
        ({"月收入": "三千"}, "月收入"),
        ({"合同起始日期": "2026-02-01", "合同终止日期": "2026-01-01"}, "合同终止日期"),
        ({"工作地社区代码": "本溪"}, "工作地社区代码"),
        ({NUMBER: ANNA[:-1] + "0"}, NUMBER),
        ({NUMBER: BORIS}, NUMBER),
    ],
)
def test_values_that_cannot_be_taken(desk, more, field):
    outcome = desk.load("employment", {**job("2026-01-05"), **more}, region=STREET)
    assert reasons(outcome) == [(2, field)]
    assert not Employment.objects.exists()


@pytest.mark.parametrize(
    "more", [{FORM: "030"}, {FORM: "公益岗位", POST: "Y"}, {FORM: "单位就业", POST: "0"}]
)
def test_a_blank_or_agreeing_flag_of_a_public_post(desk, more):
    assert counts(desk.load("employment", {**job("2026-01-05"), **more})) == (1, 0, 0, 0)


def test_a_contract_may_end_in_the_future(desk):
    row = job("2026-01-05", **{"合同起始日期": "2026-01-05", "合同终止日期": "2028-01-04"})
    assert counts(desk.load("employment", row)) == (1, 0, 0, 0)


def test_the_later_row_of_the_file_that_overlaps_is_rejected(desk):
    outcome = desk.load(
        "employment",
        job("2026-03-01"),
        job("2026-01-05", "2026-02-28"),
        job("2026-02-28", "2026-02-28"),
        job("2026-04-01", "2026-04-30"),
    )
    assert counts(outcome) == (2, 0, 0, 2)
    assert reasons(outcome) == [(4, STARTED), (5, STARTED)]
    assert "第3行" in outcome.rejects[0].reason
    assert outcome.rejects[1].value == "2026-04-01"
    assert "第2行" in outcome.rejects[1].reason


def test_a_row_that_meets_the_register_is_rejected_and_again_the_second_time(desk):
    desk.load("employment", job("2026-01-05"))
    rows = [job("2026-02-01", "2026-02-10"), job("2025-12-01", "2026-01-04"), job("2025-12-20", "2025-12-25")]
    first = desk.load("employment", *rows)
    assert reasons(first) == [(2, STARTED), (4, STARTED)]
    assert "已登记" in first.rejects[0].reason and "2026-01-05起" in first.rejects[0].reason
    assert desk.load("employment", *rows).rejects == first.rejects


def test_a_row_may_end_a_job_on_file_to_make_room_for_the_next(desk):
    desk.load("employment", job("2026-01-05"))
    outcome = desk.load("employment", job("2026-04-01"), job("2026-01-05", "2026-03-31"))
    assert counts(outcome) == (1, 1, 0, 0)
    assert days(Employment) == [
        (dt.date(2026, 1, 5), dt.date(2026, 4, 1)),
        (dt.date(2026, 4, 1), None),
    ]


def test_a_job_whose_change_is_rejected_stands_as_it_was(desk):
    desk.load("employment", job("2026-01-05", "2026-01-31"), job("2026-04-01"))
    outcome = desk.load(
        "employment",
        job("2026-01-05", "2026-04-30"),
        job("2026-02-01", "2026-02-10"),
        job("2026-01-20", "2026-01-25"),
    )
    assert reasons(outcome) == [(2, STARTED), (4, STARTED)]
    assert len(days(Employment)) == 3


def test_a_known_job_is_changed_in_place_and_a_blank_keeps(desk):
    desk.load("employment", job("2026-01-05", "2026-03-31", **{"岗位工种": "焊工"}))
    assert counts(desk.load("employment", job("2026-01-05", **{"终止原因": "合同期满"}))) == (0, 1, 0, 0)
    found = Employment.objects.get()
    assert (found.stop, found.occupation, found.end_reason) == (dt.date(2026, 4, 1), "焊工", "合同期满")
    assert (found.lock_version, found.changed_by is not None) == (1, True)


def test_a_voided_job_does_not_count(desk):
    desk.load("employment", job("2026-01-05"))
    Employment.objects.update(voided_at=dt.datetime(2026, 9, 1, tzinfo=dt.UTC))
    assert counts(desk.load("employment", job("2026-01-05"))) == (1, 0, 0, 0)


def test_the_fate_of_equal_rows_is_one(desk):
    desk.load("employment", job("2026-01-05"))
    outcome = desk.load("employment", job("2026-02-01"), job("2026-02-01"))
    assert counts(outcome) == (0, 0, 0, 2)


def test_only_ended_registrations_may_not_overlap(desk):
    outcome = desk.load(
        "unemployment",
        registration("2026-01-05"),
        registration("2026-02-01"),
        registration("2026-01-10", "2026-03-01"),
        registration("2026-02-15", "2026-02-20"),
        registration("2026-03-01", "2026-03-01"),
    )
    assert reasons(outcome) == [(5, REGISTERED)]
    assert counts(outcome) == (4, 0, 0, 1)


def test_a_cancellation_may_be_given_later(desk):
    desk.load("unemployment", registration("2026-01-05", **{"失业原因": "20", "求职意愿": "有"}))
    outcome = desk.load("unemployment", registration("2026-01-05", "2026-02-05", **{"注销原因": "单位就业"}))
    assert counts(outcome) == (0, 1, 0, 0)
    found = Registration.objects.get()
    assert (found.stop, found.cancel_reason, found.reason) == (dt.date(2026, 2, 5), "010", "20")
    assert found.job_wish == "有"


def test_a_registration_cannot_be_cancelled_before_it_begins(desk):
    assert reasons(desk.load("unemployment", registration("2026-01-05", "2026-01-04"))) == [(2, CANCELLED)]


@pytest.mark.parametrize("ledger", ["employment", "unemployment"])
def test_an_export_imports_again_unchanged(desk, ledger):
    desk.load("employment", job("2026-01-05", "2026-03-31", **{"月收入": "3500.5"}), job("2026-04-01"))
    desk.load("employment", {**job("2026-04-01"), NUMBER: BORIS, FORM: "公益性岗位"})
    desk.load("unemployment", registration("2025-01-05", "2025-02-01"), registration("2025-12-05"))
    for kind in ("csv", "xlsx"):
        again = desk.load_file(ledger, desk.export(ledger, kind=kind), f"台账.{kind}")
        assert again.rows and again.unchanged == again.rows
