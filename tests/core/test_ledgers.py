"""List pages: what they cost, that fragment, page, print and spreadsheet agree, and filters stay in scope."""

import datetime as dt
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiceng.accounts.models import AuditEntry
from jiceng.core import scope
from jiceng.core.ledgers import Ledger
from jiceng.core.spreadsheets import read_table
from jiceng.core.tables import Column, chosen, lines, shown
from jiceng.employers.ledgers import EMPLOYERS
from jiceng.residents.ledgers import RESIDENTS
from jiceng.residents.models import Facts
from tests.oracle.small import ACROSS, HERE, NEXT

pytestmark = pytest.mark.django_db

BUDGET = 6
QUERIES_OF_LOGIN = 3  # session, user, posts
LISTS = {
    "/residents/": "clerk",
    "/employers/": "clerk",
    "/unemployment/": "clerk",
    "/employment/": "clerk",
    "/flexible/": "clerk",
    "/laid-off/": "clerk",
    "/incoming/": "clerk",
    "/transferred/": "clerk",
    "/candidates/": "clerk",
    "/determinations/": "clerk",
    "/zero-households/": "clerk",
    "/recognitions/": "clerk",
    "/visits/": "clerk",
    "/plans/": "clerk",
    "/tasks/": "clerk",
    "/plan-steps/": "clerk",
    "/urgent/": "clerk",
    "/followed-households/": "clerk",
    "/moves/": "clerk",
    "/officers/": "administrator",
    "/offices/": "administrator",
    "/audit/": "administrator",
    "/imports/log/": "clerk",
}
HTMX = {"HTTP_HX_REQUEST": "true"}


class Between(HTMLParser):
    """The source of the element with an id."""

    def __init__(self, name):
        super().__init__(convert_charrefs=False)
        self.name, self.depth, self.parts = name, 0, []

    def handle_starttag(self, tag, attrs):
        if self.depth:
            self.parts.append(self.get_starttag_text())
        if tag == "div" and (self.depth or ("id", self.name) in attrs):
            self.depth += 1

    def handle_endtag(self, tag):
        if self.depth and tag == "div":
            self.depth -= 1
        if self.depth:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data):
        if self.depth:
            self.parts.append(data)

    def handle_entityref(self, name):
        self.handle_data(f"&{name};")

    def handle_charref(self, name):
        self.handle_data(f"&#{name};")


def element(html, name):
    parser = Between(name)
    parser.feed(html)
    return "".join(parser.parts)


def without_token(html):
    start = html.find('name="csrfmiddlewaretoken"')
    return html if start < 0 else html[:start] + html[html.index(">", start) :]


def body(reply):
    assert reply.status_code == 200
    return reply.content.decode()


@pytest.mark.parametrize(("address", "login"), LISTS.items())
def test_a_list_costs_few_queries(site, address, login):
    client = site.client(login)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        body(client.get(address + "?after=1"))
    besides_login = [query["sql"] for query in captured][QUERIES_OF_LOGIN:]
    reading = [sql for sql in besides_login if sql.startswith("SELECT")]
    assert len(reading) <= BUDGET, "\n".join(reading)


@pytest.mark.parametrize(("address", "login"), LISTS.items())
@pytest.mark.parametrize("query", ["", "?sort=-name&after=1", "?sex=F&place=210502001002"])
def test_a_fragment_equals_the_same_part_of_the_page(site, address, login, query):
    client = site.client(login)
    page = body(client.get(address + query))
    fragment = body(client.get(address + query, **HTMX))
    assert "<html" not in fragment
    assert without_token(element(page, "ledger")).strip() == without_token(fragment).strip()


def test_residents_are_those_of_the_scope_with_masked_numbers(site):
    page = body(site.client("worker").get("/residents/"))
    assert "王伟明" in page and "王静" in page
    assert "李强" not in page
    number = site.number_of(site.residents[HERE][0])
    assert number not in page and f"{number[:6]}********{number[-4:]}" in page
    assert "1980-01-01" not in page


def test_a_place_is_offered_two_levels_down_and_cuts_the_list(site):
    client = site.client("clerk")
    page = body(client.get("/residents/"))
    assert "东进" not in page and "南地社区居委会" in page
    narrowed = body(client.get(f"/residents/?place={NEXT}"))
    assert "李强" in narrowed and "王静" not in narrowed


def test_a_place_outside_the_scope_is_no_choice(site):
    page = body(site.client("clerk").get(f"/residents/?place={ACROSS}"))
    assert "赵丽" not in page and "王静" in page


def test_a_community_has_no_filter_of_place(site):
    assert 'name="place"' not in body(site.client("worker").get("/residents/"))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("population=employed", []),
        ("age_from=46", ["王伟明", "王静"]),
        ("age_from=150", []),
        ("age_to=20", []),
        ("hukou=10&sex=M", ["王伟明"]),
        ("hukou=20", []),
        ("age_from=x", ["王伟明", "王静"]),
        ("population=nobody", ["王伟明", "王静"]),
    ],
)
def test_filters_of_residents(site, monkeypatch, query, names):
    monkeypatch.setenv("JICENG_TODAY", "2026-12-31")
    page = body(site.client("worker").get(f"/residents/?{query}"))
    assert [name for name in ("王伟明", "王静") if name in element(page, "ledger")] == names
    assert names or "没有符合条件的记录" in page


def test_a_list_is_sorted_by_pinyin_both_ways(site):
    client = site.client("clerk")
    up = [row[0] for row in sheet(client.post("/residents/"))]
    down = [row[0] for row in sheet(client.post("/residents/?sort=-name"))]
    assert up == ["李春香", "李强", "王静", "王伟明"]
    assert down == up[::-1]


def sheet(reply):
    assert reply.status_code == 200
    return [cells for _, cells in read_table(reply.content, "list.xlsx").rows]


def test_an_export_holds_the_columns_of_the_page_and_is_recorded(site):
    reply = site.client("worker").post("/residents/?sex=M")
    rows = sheet(reply)
    number = site.number_of(site.residents[HERE][0])
    assert [row[0] for row in rows] == ["王伟明"]
    assert rows[0][3] == f"{number[:6]}********{number[-4:]}"
    entry = audited("list_exported")
    assert entry.detail == {"ledger": "residents", "rows": 1, "filters": ["sex"]}
    assert entry.path == HERE


def audited(action):
    with scope.entered(scope.WHOLE):
        return AuditEntry.objects.get(action=action)


def test_an_auditor_exports_nothing(site):
    client = site.client("auditor")
    assert "导出表格" not in body(client.get("/residents/"))
    assert client.post("/residents/").status_code == 403


def test_print_lists_the_same_rows_without_the_shell(site):
    page = body(site.client("worker").get("/residents/?print=1"))
    assert "王静" in page and "shell-header" not in page
    assert "南地社区劳动保障工作站" in page


@pytest.mark.parametrize("ledger", [RESIDENTS, EMPLOYERS], ids=lambda ledger: ledger.code)
def test_sorts_are_never_null(ledger, in_scope):
    with in_scope():
        model = ledger.rows(dt.date(2026, 1, 1)).model
        for path in ledger.sorts.values():
            field = model
            for name in path.split("__"):
                field = (getattr(field, "related_model", None) or field)._meta.get_field(name)
            assert not field.null


def test_an_unknown_sort_is_the_first_one():
    ledger = Ledger("x", "X", rows=lambda day: None, columns=(Column("a", "A"), Column("b", "B", sort="b")))
    assert ledger.order("nothing").sort == "b"
    assert ledger.order("-b").is_descending


@pytest.mark.parametrize(("value", "text"), [(None, ""), (True, "是"), (False, "否"), (0, "0")])
def test_values_as_people_read_them(value, text):
    assert shown(value) == text


def test_a_choice_is_shown_as_its_field_shows_it():
    row = Facts(hukou="10", ability="", relation=None, phone="13800000000")
    for code in ("hukou", "ability", "relation"):
        assert chosen(row, code) == getattr(row, f"get_{code}_display")()
    assert chosen(Facts(hukou="of no list"), "hukou") == "of no list"
    assert chosen(row, "phone") == "13800000000"


def test_a_cursor_is_planned_for_all_its_rows(db):
    # By default PostgreSQL plans for the first tenth: a ledger of a community then walks the whole city.
    with connection.cursor() as cursor:
        cursor.execute("show cursor_tuple_fraction")
        assert cursor.fetchone() == ("1",)


def test_what_a_row_holds_is_escaped():
    columns = (Column("name", "名", lambda row: row, link="person"), Column("b", "乙", lambda row: 1))
    hostile = "<script>\"'&"
    (line,) = lines(columns, [hostile], lambda row: 7)
    assert line.startswith('<tr data-href="/residents/7/"><td class="kind-text"><a href="/residents/7/">')
    assert "&lt;script&gt;&quot;&#x27;&amp;" in line and "<script>" not in line
    (plain,) = lines(columns, [hostile], lambda row: 7, links=False)
    assert "href" not in plain
    (address,) = lines((Column("n", "名", lambda row: row, link=lambda row: '/"><b>'),), ["x"], lambda row: 7)
    assert "<b>" not in address
