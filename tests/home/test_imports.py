"""Importing by page: send a file, follow the run, take out the rejected rows, send them again."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from jiceng.accounts.models import AuditEntry
from jiceng.core import scope
from jiceng.core.models import ImportRun
from jiceng.core.secrets import encrypt_file
from jiceng.core.spreadsheets import read_table
from jiceng.home.imports import LEDGERS, carry_out
from jiceng.residents.models import Visit
from tests.factories import CITY, HERE, NEXT, STREET, TODAY, MiniCity, number_of

HEADERS = "公民身份号码,日期,方式,事由"
REASON = "公民身份号码“2105**********1234”有误：应为18位"
HTMX = {"HTTP_HX_REQUEST": "true"}


def client_of(city, path=HERE, role="worker"):
    client = Client()
    client.force_login(city.officer(path, role).user, "django.contrib.auth.backends.ModelBackend")
    return client


def file_of(*rows, name="visits.csv"):
    return SimpleUploadedFile(name, "\n".join([HEADERS, *rows]).encode())


def body(reply, status=200):
    assert reply.status_code == status
    return reply.content.decode()


@pytest.fixture
def city(db, monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    return MiniCity()


def run_of(city, path=HERE, state="done", rejects=0, **fields):
    """A run as the worker leaves it."""
    found = [
        {
            "row": row,
            "field": "公民身份号码" if row % 2 else "日期",
            "value": "21…34",
            "reason": f"{REASON}{row}",
        }
        for row in range(2, 2 + rejects)
    ]
    kept = {"unknown_columns": ["备注"], "rejects": found, "rejects_workbook": "UEs=" if rejects else None}
    with scope.entered(scope.WHOLE):
        return ImportRun.objects.create(
            **city.place(path),
            ledger="visits",
            file_name="走访.xlsx",
            started_by=city.officer(path).user,
            state=state,
            rejected=rejects,
            **({"result": encrypt_file(json.dumps(kept).encode())} | fields),
        )


@pytest.mark.django_db(transaction=True)
def test_a_file_goes_in_and_its_rejected_rows_come_out(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    city = MiniCity()
    person = city.resident()
    good = f"{number_of(person.birth, 'F', 1)},2026-09-01,电话,就业后回访"
    client = client_of(city)
    reply = client.post(
        "/imports/", {"ledger": "visits", "file": file_of(good, "123,2026-09-02,电话,援助走访")}
    )
    address = reply.headers["Location"]
    assert "正在等待后台处理" in body(client.get(address)) and "every 1s" in body(client.get(address, **HTMX))
    run_id = int(address.split("/")[-2])
    carry_out(run_id, TODAY)
    page = body(client.get(address))
    assert "every 1s" not in page and "下载退回的行" in page and "12…23" not in page
    with scope.entered(scope.WHOLE):
        assert Visit.objects.get().resident == person
        assert b"123,2026" not in bytes(ImportRun.objects.get().upload)
    workbook = client.post(f"{address}rejects/")
    (row,) = read_table(workbook.content, "rejects.xlsx").rows
    assert row[1][0] == "123" and "公民身份号码" in row[1][-1]
    with scope.entered(scope.WHOLE):
        entry = AuditEntry.objects.get(action="import_rejects_taken")
        assert entry.path == HERE and entry.detail == {"ledger": "visits", "run": run_id, "rows": 1}


@pytest.mark.django_db(transaction=True)
def test_a_file_that_was_only_checked_is_brought_in_afterwards(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    city = MiniCity()
    good = f"{number_of(city.resident().birth, 'F', 1)},2026-09-01,电话,就业后回访"
    client = client_of(city)
    sent = {"ledger": "visits", "file": file_of(good), "dry_run": "on", "history": "on"}
    address = client.post("/imports/", sent).headers["Location"]
    carry_out(int(address.split("/")[-2]), TODAY)
    assert "将无误的行入账" in body(client.get(address))
    with scope.entered(scope.WHOLE):
        assert not Visit.objects.exists()
    second = client.post(f"{address}again/").headers["Location"]
    carry_out(int(second.split("/")[-2]), TODAY)
    assert "首次建账" in body(client.get(second))
    with scope.entered(scope.WHOLE):
        assert Visit.objects.count() == 1


def test_a_done_run_is_not_brought_in_again(city):
    run = run_of(city)
    assert "不是待入账的文件" in body(client_of(city).post(f"/imports/{run.pk}/again/", follow=True))


def test_without_a_file_the_form_says_so(city):
    page = body(client_of(city).post("/imports/", {"ledger": "visits"}), 422)
    assert "请选择文件" in page and not ImportRun.objects.exists()


def test_a_file_that_is_too_large_is_refused_in_words(city, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    large = SimpleUploadedFile("visits.csv", b"x" * (1024 * 1024 + 1))
    page = body(client_of(city).post("/imports/", {"ledger": "visits", "file": large}), 422)
    assert "文件超过1MB，请分成几个文件" in page


def test_a_place_is_offered_above_the_community_and_must_lie_within(city):
    assert 'type="hidden" name="region"' in body(client_of(city).get("/imports/"))
    clerk = client_of(city, STREET, "clerk")
    page = body(clerk.get("/imports/"))
    assert "　东进社区居委会" in page and "岭东社区" not in page
    for place, status in ((f"{NEXT}", 302), ("210502003002", 422)):
        sent = {"ledger": "visits", "file": file_of(), "region": place}
        assert clerk.post("/imports/", sent).status_code == status


def test_runs_of_other_offices_are_not_found_or_listed(city):
    run = run_of(city, NEXT, rejects=1)
    worker = client_of(city)
    for reply in (
        worker.get(f"/imports/{run.pk}/"),
        worker.post(f"/imports/{run.pk}/rejects/"),
        worker.post(f"/imports/{run.pk}/again/"),
    ):
        assert reply.status_code == 404
    assert "走访.xlsx" not in body(worker.get("/imports/"))
    assert "走访.xlsx" in body(client_of(city, STREET, "clerk").get("/imports/"))


def test_who_may_not_import_sees_no_page(city):
    assert client_of(city, HERE, "auditor").get("/imports/").status_code == 403


def test_the_last_rejects_are_one_click_away(city):
    run = run_of(city, rejects=3)
    page = body(client_of(city).get("/imports/"))
    assert "退回3行" in page and f'action="/imports/{run.pk}/rejects/"' in page


def test_reasons_are_paged_and_cut_by_column(city):
    run = run_of(city, state="checked", rejects=150)
    client = client_of(city)
    first = body(client.get(f"/imports/{run.pk}/"))
    assert f"{REASON}101<" in first and f"{REASON}102<" not in first and "日期 75" in first
    second = body(client.get(f"/imports/{run.pk}/?from=100"))
    assert f"{REASON}151<" in second and f"{REASON}101<" not in second
    dates = body(client.get(f"/imports/{run.pk}/?column=日期"))
    assert f"{REASON}150<" in dates and f"{REASON}3<" not in dates


def test_the_fragment_is_part_of_the_page(city):
    client = client_of(city)
    run = run_of(city, state="checked", rejects=2)
    fragment = body(client.get(f"/imports/{run.pk}/", **HTMX))
    tokenless = fragment.split("csrfmiddlewaretoken")[0]
    assert "<html" not in fragment and tokenless in body(client.get(f"/imports/{run.pk}/"))


def test_progress_is_told_while_rows_are_checked(city):
    run = run_of(city, state="checking", result=None, rows_checked=250, rows_total=1000)
    page = body(client_of(city).get(f"/imports/{run.pk}/"))
    assert "已核对250行，约1000行" in page and 'value="25"' in page


def test_a_failed_run_says_why(city):
    run = run_of(city, state="failed", result=None, message="表头缺少必填列：方式")
    assert "表头缺少必填列：方式" in body(client_of(city).get(f"/imports/{run.pk}/"))


def test_after_a_week_the_counts_are_left(city):
    run = run_of(city, rejects=2, result=None)
    client = client_of(city)
    assert "只保留七天" in body(client.get(f"/imports/{run.pk}/"))
    assert "已经删除" in body(client.post(f"/imports/{run.pk}/rejects/", follow=True))
    assert "退回的行" not in body(client.get("/imports/"))


def test_people_registered_elsewhere_are_an_offer_to_move(city):
    from jiceng.residents.imports.people import ELSEWHERE

    kept = {
        "unknown_columns": [],
        "rejects": [
            {"row": 2, "field": "公民身份号码", "value": "", "reason": f"公民身份号码有误：{ELSEWHERE}"}
        ],
        "rejects_workbook": None,
    }
    run = run_of(city, result=encrypt_file(json.dumps(kept).encode()))
    assert "有1行的居民已在其他社区登记" in body(client_of(city).get(f"/imports/{run.pk}/"))


@pytest.mark.parametrize("code", LEDGERS)
def test_a_template_reads_as_an_empty_file_of_its_ledger(city, code):
    reply = client_of(city, CITY, "administrator").get(f"/imports/template/?ledger={code}")
    assert reply.status_code == 200
    table = read_table(reply.content, "template.xlsx")
    assert table.headers == LEDGERS[code].headers and list(table.rows) == []
    book = CalamineWorkbook.from_object(io.BytesIO(reply.content))
    rows = book.get_sheet_by_name(LEDGERS[code].title).to_python()
    required = {column.header for column in LEDGERS[code].columns if column.required}
    assert {header.removeprefix("★") for header in rows[0] if header.startswith("★")} == required
    notes = book.get_sheet_by_name("填写说明").to_python()
    assert [row[0] for row in notes[1:]] == LEDGERS[code].headers


def test_drop_downs_offer_the_labels_of_code_lists(city):
    reply = client_of(city).get("/imports/template/?ledger=determinations")
    book = CalamineWorkbook.from_object(io.BytesIO(reply.content))
    lists = book.get_sheet_by_name("代码").to_python()
    assert [row[0] for row in lists[:3]] == ["4050人员", "零就业家庭成员", "棚改回迁"]  # column A is empty


def test_there_is_no_template_of_an_unknown_ledger(city):
    assert client_of(city).get("/imports/template/?ledger=nothing").status_code == 404
