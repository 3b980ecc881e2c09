"""Rules about jobs and registrations without a database."""

import datetime as dt

from jiceng.employment import rules

TODAY = dt.date(2026, 9, 15)
BIRTH = dt.date(2010, 9, 10)
SIXTEENTH = dt.date(2026, 9, 10)
DAY = dt.timedelta(days=1)


def test_work_and_registration_begin_at_sixteen():
    """劳动法 15; 就业服务与就业管理规定 63."""
    known = {"birth": BIRTH, "today": TODAY}
    assert rules.wrong_registration(SIXTEENTH, unemployed_on=None, **known) == {}
    assert "16" in rules.wrong_registration(SIXTEENTH - DAY, unemployed_on=None, **known)["on"]
    contract = {"last_day": None, "contract_start": None, "contract_stop": None}
    assert rules.wrong_job(SIXTEENTH, **contract, **known) == {}
    assert list(rules.wrong_job(SIXTEENTH - DAY, **contract, **known)) == ["start"]


def test_cancellation_lies_within_the_registration():
    """就业服务与就业管理规定 66; contracts, section 4."""
    known = {"start": SIXTEENTH, "today": TODAY, "lawful": ["060"]}
    assert rules.wrong_cancellation(SIXTEENTH, "060", ends=None, **known) == {}
    assert rules.wrong_cancellation(TODAY, "060", ends=TODAY + DAY, **known) == {}
    assert list(rules.wrong_cancellation(TODAY, "060", ends=TODAY, **known)) == ["on"]
    assert list(rules.wrong_cancellation(TODAY, "999", ends=None, **known)) == ["reason"]


def test_last_day_may_be_the_first():
    """Contracts, section 4: 终止日期 is the last day worked."""
    assert rules.wrong_last_day(SIXTEENTH, start=SIXTEENTH, today=TODAY) is None
    assert rules.wrong_last_day(SIXTEENTH - DAY, start=SIXTEENTH, today=TODAY) is not None
