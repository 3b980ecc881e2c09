"""Official ledgers: as many rows as the population has members, masked, and of the own region only."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date

import openpyxl
import pypdf
import pytest
from pytest_django import DjangoDbBlocker

from jiceng.accounts.actors import Actor, NotAllowed, command_actor
from jiceng.accounts.models import AuditEntry
from jiceng.accounts.roles import Role
from jiceng.core.paging import window
from jiceng.core.tables import shown
from jiceng.papers.services.ledgers import OfficialLedger, ledgers_in_force, open_ledger
from jiceng.papers.services.taking import export_ledger, print_ledger
from jiceng.policy.figures import reading_all
from jiceng.policy.force import NotInForce
from jiceng.policy.populations import FutureDay, asked, keys_of, member_ids
from jiceng.policy.vocabulary import SUBJECTS, Span
from jiceng.regions.models import Region
from tests.oracle.cities import CITY, COMMUNITIES, STREET, TODAY, made_up, opened

HERE = COMMUNITIES[0].code
CODES = (
    "labour_resources", "employment_and_unemployment", "unemployed", "newly_grown_labour", "rural_labour",
    "flexible_employment", "assisted_persons", "assisted_households",
)  # fmt: skip
DAYS = (date(2025, 12, 31), date(2026, 6, 30), TODAY)
OF_POPULATION = {
    "labour_resources": "labour_resources",
    "unemployed": "registered_unemployed",
    "assisted_persons": "hardship",
    "assisted_households": "zero_household_recognised",
}
NUMBER = re.compile(r"\d{17}[\dX]")


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Two hundred made-up people and those on every border, with moves and departures."""
    _, rows = made_up(200)
    with django_db_blocker.unblock(), opened(rows, history=True):
        yield


def ledger_of(code: str, region: str = CITY, day: date = TODAY, actor: Actor | None = None) -> OfficialLedger:
    """A ledger opened for a region of the city."""
    place = Region.objects.get(code=region.ljust(12, "0"))
    return open_ledger(actor=actor or command_actor(), region=place, code=code, day=day, today=TODAY)


def members(population: str, region: Region, day: date) -> list[str]:
    """The keys of a population, as the kernel gives them."""
    found = asked(region, population, Span.on(day))
    return keys_of(found, member_ids(found, Span.on(day)))


def test_the_pack_lays_out_what_the_registers_can_fill(city):
    found = ledgers_in_force(Region.objects.get(code=CITY.ljust(12, "0")), TODAY)
    assert [entry.code for entry, _ in found] == list(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_ledger_has_as_many_rows_as_its_population_and_its_parts(city, code):
    for day in DAYS:
        with reading_all():
            lines = {region: list(ledger_of(code, region, day).lines()) for region in (CITY, STREET)}
            parts = [ledger_of(code, community.code, day) for community in COMMUNITIES]
            assert len(lines[CITY]) == ledger_of(code, day=day).size() == sum(part.size() for part in parts)
            assert len(lines[STREET]) == ledger_of(code, STREET, day).size()
    assert lines[CITY], "nobody in it on any day proves nothing"


@pytest.mark.parametrize(("code", "population"), OF_POPULATION.items())
def test_the_rows_are_the_members(city, code, population):
    for region in (STREET, HERE):
        ledger = ledger_of(code, region, date(2026, 6, 30))
        with reading_all():
            key = "pk" if ledger.layout.subject == "household" else "resident_id"
            ids = [getattr(row, key) for row in ledger.rows()]
            keys = sorted(SUBJECTS[ledger.layout.subject].keys(ids).values())
            assert keys == members(population, ledger.region, ledger.day)


def test_pages_by_key_give_every_row_once_in_order(city):
    ledger = ledger_of("labour_resources")
    with reading_all():
        whole = [row.pk for row in ledger.order.applied(ledger.rows())]
        found, after = [], ""
        while True:
            page = window(ledger.rows(), ledger.order, every=ledger.rows(), after=after, size=40)
            found += [row.pk for row in page.rows]
            if page.after is None:
                break
            after = str(page.after)
    assert found == whole


def test_a_page_costs_the_same_for_ten_rows_and_for_fifty(city, django_assert_max_num_queries):
    ledger = ledger_of("assisted_persons")
    with reading_all():
        rows = list(ledger.order.applied(ledger.rows()))
        with django_assert_max_num_queries(9):
            ledger.cells(rows)


def test_print_and_workbook_show_every_row_masked_with_the_sums(city):
    ledger = ledger_of("flexible_employment")
    with reading_all():
        lines = list(ledger.lines())
    income = ledger.layout.columns.index("income")
    total = sum(cells[income] or 0 for cells in lines)
    pages = [p.extract_text() for p in pypdf.PdfReader(io.BytesIO(printed(ledger))).pages]
    assert all("灵活就业人员情况台账" in page and "填表人" in page and "姓名" in page for page in pages)
    assert not NUMBER.search("".join(pages)) and "********" in pages[0]
    assert shown(total) in pages[-1].replace("\n", "")

    sheet = openpyxl.load_workbook(io.BytesIO(export_ledger(actor=command_actor(), ledger=ledger))).active
    rows = [row for row in sheet.iter_rows(min_row=4, values_only=True) if isinstance(row[0], int)]
    assert len(rows) == len(lines) == rows[-1][0]
    assert [cell.value for cell in sheet[3]][:3] == ["序号", "姓名", "性别"]
    assert sheet.cell(4 + len(rows), 1).value == "合计"
    assert sheet.cell(4 + len(rows), 2 + income).value == pytest.approx(float(total))
    assert sheet.page_setup.orientation == "landscape" and sheet.print_title_rows == "$1:$3"
    taken = AuditEntry.objects.filter(action="official_ledger_taken").order_by("-pk")[:2]
    assert [each.detail["rows"] for each in taken] == [len(lines)] * 2


def printed(ledger: OfficialLedger) -> bytes:
    """The ledger as a PDF."""
    return print_ledger(actor=command_actor(), ledger=ledger)


def test_no_column_gives_a_birth_date_away(city):
    for code in CODES:
        ledger = ledger_of(code)
        assert not {"birth", "出生日期"} & {*ledger.layout.columns, *(c.title for c in ledger.columns)}


def test_an_officer_opens_only_what_lies_below_him(city):
    officer = Actor(command_actor().user, Role.WORKER, HERE)
    assert ledger_of("unemployed", HERE, actor=officer).region.code == HERE
    for region in (COMMUNITIES[1].code, STREET, CITY):
        with pytest.raises(NotAllowed):
            ledger_of("unemployed", region, actor=officer)
    auditor = Actor(command_actor().user, Role.AUDITOR, CITY)
    with pytest.raises(NotAllowed):
        print_ledger(actor=auditor, ledger=ledger_of("unemployed", actor=auditor))


def test_unknown_ledgers_and_future_days_are_refused(city):
    with pytest.raises(NotInForce, match="没有名为“missing”的台账"):
        ledger_of("missing")
    with pytest.raises(FutureDay):
        ledger_of("unemployed", day=date(2027, 1, 1))
