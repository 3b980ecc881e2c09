"""Lists and the search read indexes: plans under the application role and a scope, with real statistics."""

import datetime as dt

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from jiceng.core import scope
from jiceng.core.paging import window
from jiceng.employers.ledgers import EMPLOYERS
from jiceng.employment.ledgers import JOBS, REGISTRATIONS
from jiceng.residents.ledgers import RESIDENTS, VISITS
from jiceng.residents.search import find
from tests.oracle.small import HERE
from tests.site import Site

TODAY = dt.date(2026, 12, 31)
STREET, CITY = "210502001", "2105"
READ_WHOLE = (
    "Seq Scan on residents_resident",
    "Seq Scan on residents_facts",
    "Seq Scan on residents_visit",
    "Seq Scan on employers_",
    "Seq Scan on employment_",
)
# For everybody a job, a registration and a visit, over some years.
BUSY = (
    """insert into employment_employment (resident_id, region_id, path, known_on, void_reason, start, form,
        credit_code, employer_name, occupation, end_reason, workplace_code)
    select id, region_id, path, known_on, '', known_on + (id % 2000)::int, '022', '', '', '', '', ''
    from residents_resident""",
    """insert into employment_registration (resident_id, region_id, path, known_on, void_reason, start,
        reason, category, former_employer, job_wish, training_wish, cancel_reason)
    select id, region_id, path, known_on, '', known_on + (id % 2000)::int, '', '', '', '', '', ''
    from residents_resident""",
    """insert into residents_visit (resident_id, region_id, path, known_on, void_reason, "on",
        way, reasons, outcome, content, visitor)
    select id, region_id, path, known_on, '', known_on + (id % 2000)::int,
        'phone', '{survey}', 'talked', '', ''
    from residents_resident""",
)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_lists_and_search_read_indexes():
    """One test, since a crowd that is committed and analysed takes a second to make."""
    site = Site()
    site.crowd(HERE)
    with scope.entered(scope.WHOLE), connection.cursor() as cursor:
        for statement in BUSY:
            cursor.execute(statement)
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")
    search_reads_the_index_of_what_was_typed()
    for path in (STREET, CITY):
        pages_of_a_list_read_indexes(RESIDENTS, path, "resident_by_pinyin")
        pages_of_a_list_read_indexes(EMPLOYERS, path, "employer_")
        pages_of_a_list_read_indexes(JOBS, path, "employment_")
        pages_of_a_list_read_indexes(REGISTRATIONS, path, "registration_")
        pages_of_a_list_read_indexes(VISITS, path, "visit_")


def search_reads_the_index_of_what_was_typed():
    for typed, *indexes in (
        ("王伟", "resident_by_name"),
        ("wangwei", "resident_by_pinyin"),
        ("ww", "resident_by_initials", "resident_by_pinyin"),
        ("0012", "resident_by_last4"),
        ("210502198001010020", "resident_once"),
    ):
        plans = plans_of(CITY, lambda typed=typed: find(typed, today=TODAY))
        assert len(plans) == len(indexes), typed
        for plan, index in zip(plans, indexes, strict=True):
            assert index in plan, plan
            assert typed.isdigit() or f">= '{typed}'" in conditions(plan), plan
            assert not any(words in plan for words in READ_WHOLE), plan


def conditions(plan):
    """What is looked up in indexes: a filter may read an index from end to end."""
    return "\n".join(line for line in plan.splitlines() if "Index Cond" in line)


def pages_of_a_list_read_indexes(ledger, path, index):
    def first_and_deep_page():
        every = ledger.rows(TODAY)
        first = window(every, ledger.order(""), every=every)
        assert len(first.rows) == 50
        window(every, ledger.order(""), every=every, after=str(first.after))

    first, border, deep = plans_of(path, first_and_deep_page)
    for plan in (first, deep):
        assert index in plan, plan
        assert not any(words in plan for words in READ_WHOLE), plan
    assert "Index Cond" in deep


def plans_of(path, work):
    """The plans of what some work reads from the registers within the scope of a path."""
    with scope.entered(scope.Scope.of(path)), CaptureQueriesContext(connection) as captured:
        work()
    plans = []
    with scope.entered(scope.Scope.of(path)), connection.cursor() as cursor:
        for query in captured:
            if query["sql"].startswith("SELECT"):
                cursor.execute("explain " + query["sql"])
                plans.append("\n".join(line for (line,) in cursor.fetchall()))
    return plans
