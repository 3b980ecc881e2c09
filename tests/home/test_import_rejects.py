"""Rejected rows on the page: the cells at fault are entries; saving imports these rows and no others."""

import pytest
from django.test import Client

from jiceng.core import scope
from jiceng.core.models import HeaderAlias, ImportRun
from jiceng.core.secrets import encrypt_file
from jiceng.core.spreadsheets import read_table
from jiceng.home.imports import Result, note_import, result_of
from jiceng.home.imports.aliases import aliases_of
from jiceng.home.imports.undoing import undo_import
from jiceng.home.views import import_lines
from jiceng.residents.models import Facts, Resident
from tests.factories import CITY, HERE, STREET, TODAY, MiniCity
from tests.files import ANNA, BORIS, CLARA, COMMUNITY, NUMBER, Desk, csv_of, person

LOW, PHONE = "是否低保", "联系电话"


@pytest.fixture
def city(db, monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    return MiniCity(with_pack=False)


@pytest.fixture
def client(city):
    return client_of(city)


def client_of(city, path=HERE, role="worker"):
    client = Client()
    client.force_login(city.officer(path, role).user, "django.contrib.auth.backends.ModelBackend")
    return client


def load(city, *rows, ledger="residents", region=HERE):
    with scope.entered(scope.WHOLE):
        outcome = Desk(city).load(ledger, *rows, region=region)
        note_import(
            actor=city.officer(region),
            ledger=ledger,
            file_name="台账.csv",
            region=city.regions[region],
            history=False,
            outcome=outcome,
        )
        return ImportRun.objects.latest("pk")


def now(run):
    with scope.entered(scope.WHOLE):
        return ImportRun.objects.get(pk=run.pk)


def counts(run):
    run = now(run)
    return run.created, run.updated, run.unchanged, run.rejected


def names():
    with scope.entered(scope.WHOLE):
        return sorted(Resident.objects.values_list("name", flat=True))


def place(header, ledger="residents"):
    return import_lines.LEDGERS[ledger].headers.index(header)


def save(client, run, cells, status=302, **more):
    """Post entries by (row, header), as the page sends them."""
    data = {f"cell-{row}-{place(header)}": text for (row, header), text in cells.items()}
    rows = sorted({row for row, _ in cells} | set(more.pop("rows", ())))
    reply = client.post(f"/imports/{run.pk}/correct/", data | {"row": rows} | more)
    assert reply.status_code == status
    return reply


def page_of(client, run, query=""):
    return client.get(f"/imports/{run.pk}/{query}").content.decode()


def test_cells_at_fault_are_entries_and_what_is_mended_goes_in(city, client):
    run = load(
        city,
        person(ANNA),
        person(BORIS, name="李四", **{LOW: "也许", PHONE: "13900001111"}),
        person("123", name="赵六", **{LOW: "是"}),
    )
    html = page_of(client, run)
    assert f'name="cell-3-{place(LOW)}" value="也许"' in html and "应为是或否" in html
    assert f'name="cell-4-{place(NUMBER)}" value="123"' in html
    assert BORIS not in html and f"{BORIS[:6]}********{BORIS[-4:]}" in html and "13900001111" in html
    assert f'name="cell-3-{place(PHONE)}"' not in html
    reply = save(client, run, {(3, LOW): "是", (4, NUMBER): "1234"})
    assert (names(), counts(run)) == (["李四", "王小明"], (2, 0, 0, 1))
    with scope.entered(scope.WHOLE):
        assert Facts.objects.get(resident__name="李四").low_income is True
    html = client.get(reply.headers["Location"]).content.decode()
    assert "已入账1行，还有1行待改正" in html
    assert 'value="1234"' in html and "李四" not in html and "autofocus" in html
    assert b"1234" not in bytes(now(run).result)
    save(client, run, {(4, NUMBER): CLARA})
    assert counts(run) == (3, 0, 0, 0) and "退回的行已全部处理" in page_of(client, run)


def test_the_workbook_holds_what_is_left_with_its_corrections(city, client):
    run = load(city, person("123", name="赵六"), person("12", name="钱七", 备注="x"))
    save(client, run, {(2, NUMBER): "1234"})
    table = read_table(result_of(now(run)).rejects_workbook, "rejects.xlsx")
    assert [cells[1] for _, cells in table.rows] == ["1234", "12"] and "备注" in table.headers
    assert [reject.row for reject in result_of(now(run)).rejects] == [2, 3]


def test_a_row_that_repeats_another_is_not_taken_for_a_correction(city, client):
    run = load(city, person(ANNA, **{LOW: "否"}), person(ANNA, **{LOW: "是"}))
    html = page_of(client, run)
    assert "文件内重复或矛盾 1行" in html and "以这一行为准更新" in html
    save(client, run, {(3, NUMBER): ANNA})
    assert counts(run) == (1, 0, 0, 1)
    save(client, run, {(3, NUMBER): ANNA}, anyway=[3])
    assert counts(run) == (1, 1, 0, 0)
    with scope.entered(scope.WHOLE):
        assert Facts.objects.get().low_income is True


def test_the_file_and_the_register_are_told_apart(city, client):
    load(city, person(ANNA))
    job = {NUMBER: ANNA, "就业形式": "灵活就业", "就业日期": "2026-01-05"}
    load(city, job, ledger="employment")
    met = {**job, "就业日期": "2026-02-01"}
    twice = {**job, "终止日期": "2026-01-31"}, {**job, "终止日期": "2026-01-30"}
    run = load(city, met, *twice, {**job, NUMBER: BORIS}, {**job, "就业日期": "明天"}, ledger="employment")
    html = page_of(client, run)
    for told in ("填写有误 1行", "文件内重复或矛盾", "与在册记录不符"):
        assert told in html
    only = page_of(client, run, "?fault=register")
    assert "请先登记或导入该居民" in only and "明天" not in only


def test_identical_rows_are_counted_apart(city, client):
    run = load(city, person(ANNA), person(ANNA), person(BORIS))
    assert counts(run) == (2, 0, 1, 0) and "有1行与文件内其他行内容相同" in page_of(client, run)


def test_who_is_registered_meanwhile_goes_in_without_a_change(city, client):
    visit = {NUMBER: ANNA, "日期": "2026-09-01", "方式": "电话", "事由": "援助走访"}
    run = load(city, visit, ledger="visits")
    assert counts(run) == (0, 0, 0, 1)
    load(city, person(ANNA))
    reply = client.post(f"/imports/{run.pk}/correct/", {"row": 2, "cell-2-0": ANNA})
    assert reply.status_code == 302 and counts(run) == (1, 0, 0, 0)


def test_rows_may_be_given_up(city, client):
    run = load(city, person("123"), person("456"))
    save(client, run, {}, rows=[2, 3], drop=[2])
    assert counts(run) == (0, 0, 0, 1) and "不再导入" in page_of(client, run)


def test_a_column_that_the_file_lacks_can_be_filled(city):
    clerk = client_of(city, STREET, "clerk")
    row = {header: cell for header, cell in person(ANNA).items() if header != COMMUNITY}
    run = load(city, row, region=STREET)
    assert f'name="cell-2-{place(COMMUNITY)}"' in page_of(clerk, run)
    save(clerk, run, {(2, COMMUNITY): HERE})
    assert (counts(run), names()) == ((1, 0, 0, 0), ["王小明"])


def test_all_columns_of_a_row_open(city, client):
    run = load(city, person("123", name="赵六"))
    html = page_of(client, run, "?open=2")
    assert f'name="cell-2-{place("姓名")}" value="赵六"' in html
    save(client, run, {(2, NUMBER): ANNA, (2, "姓名"): "赵七"})
    assert names() == ["赵七"]


@pytest.mark.parametrize(
    "data",
    [
        {"row": ["99", "x", "-1", "9" * 40], "cell-99-1": ANNA},
        {"row": "3", "cell-3-999": ANNA, "cell-3-x": "y"},
        {"row": "3", "drop": "2", "anyway": "²"},
        {},
    ],
)
def test_rows_and_columns_that_are_not_there_change_nothing(city, client, data):
    run = load(city, person(BORIS), person("123", name="赵六"))
    reply = client.post(f"/imports/{run.pk}/correct/", data)
    assert reply.status_code == 302 and counts(run) == (1, 0, 0, 1)


def test_while_the_ledger_is_busy_nothing_is_lost(city, client, monkeypatch):
    monkeypatch.setattr("jiceng.home.imports.correcting.hold", lambda ledger: False)
    run = load(city, person("123", name="赵六"))
    reply = save(client, run, {(2, NUMBER): ANNA}, status=422)
    html = reply.content.decode()
    assert "正在导入，请稍后再保存" in html and f'value="{ANNA}"' in html and counts(run)[3] == 1


def test_a_person_of_elsewhere_is_neither_taken_nor_told(city, client):
    load(city, person(ANNA, name="外社区人", community="210502003001"), region=CITY)
    run = load(city, person("123", name="赵六"))
    save(client, run, {(2, NUMBER): ANNA})
    html = page_of(client, run)
    assert counts(run)[3] == 1 and "已在其他社区登记" in html and "外社区人" not in html


def test_undoing_takes_the_corrections_along(city, client):
    run = load(city, person(ANNA), person("123", name="李四"))
    save(client, run, {(3, NUMBER): BORIS})
    assert len(names()) == 2
    with scope.entered(scope.WHOLE):
        undo_import(actor=city.officer(HERE), run=now(run), reason="文件选错", today=TODAY)
    assert names() == []
    assert "没有可以在此改正的行" in page_after(client, run)


def page_after(client, run):
    return client.post(f"/imports/{run.pk}/correct/", {"row": 3}).content.decode()


def test_a_page_of_many_rows_reads_as_little_as_a_short_one(city, client, django_assert_max_num_queries):
    run = load(city, *(person(str(number)) for number in range(100, 160)))
    with django_assert_max_num_queries(18):
        html = page_of(client, run)
    assert html.count("<fieldset") == 20 and "from=20" in html


def test_an_import_is_undone_on_its_page(city, client):
    run = load(city, person(ANNA))
    with scope.entered(scope.WHOLE):
        city.visit(Resident.objects.get(), TODAY)
    refused = client.post(f"/imports/{run.pk}/undo/", {"reason": "文件选错"})
    html = refused.content.decode()
    assert refused.status_code == 422 and "居民：<a href=" in html and "已被其他记录引用" in html
    other = load(city, person(BORIS, name="李四"))
    assert "请填写撤销原因" in client.post(f"/imports/{other.pk}/undo/").content.decode()
    assert client.post(f"/imports/{other.pk}/undo/", {"reason": "文件选错"}).status_code == 302
    html = page_of(client, other)
    assert "已撤销" in html and "文件选错" in html and "撤销导入" not in html
    assert names() == ["王小明"]


def test_unknown_headers_are_named_once_and_applied_to_the_next_file(city, client):
    actor = city.officer(HERE)
    row = {"姓名": "王小明", "身份证号": ANNA, COMMUNITY: HERE, "备注": "x"}
    data = csv_of([row])
    with scope.entered(scope.WHOLE):
        run = ImportRun.objects.create(
            **city.place(HERE),
            ledger="residents",
            file_name="台账.csv",
            started_by=actor.user,
            state="failed",
            upload=encrypt_file(data),
            result=Result(["身份证号", "备注"]).sealed,
        )
    html = page_of(client, run)
    assert "身份证号" in html and 'name="meaning-1"' in html
    reply = client.post(f"/imports/{run.pk}/columns/", {"meaning-0": NUMBER, "meaning-1": "-"})
    with scope.entered(scope.WHOLE):
        assert aliases_of(actor, "residents") == {"身份证号": NUMBER, "备注": ""}
        started = ImportRun.objects.latest("pk")
        assert reply.headers["Location"] == f"/imports/{started.pk}/"
        assert started.aliases == {"身份证号": NUMBER, "备注": ""}
        assert aliases_of(city.officer(STREET, "clerk"), "residents") == {}
    html = client.get("/imports/").content.decode()
    assert "本单位记住的列名" in html and "不导入" in html
    with scope.entered(scope.WHOLE):
        aliases = list(HeaderAlias.objects.values_list("pk", flat=True))
    for pk in aliases:
        client.post(f"/imports/columns/{pk}/forget/")
    assert "本单位记住的列名" not in client.get("/imports/").content.decode()


def test_only_columns_of_the_ledger_can_be_meant(city, client):
    with scope.entered(scope.WHOLE):
        run = ImportRun.objects.create(
            **city.place(HERE), ledger="residents", file_name="台账.csv", state="done",
            started_by=city.officer(HERE).user, result=Result(["甲", "乙"]).sealed,
        )  # fmt: skip
    for data in ({"meaning-0": "单位名称"}, {"meaning-0": NUMBER, "meaning-1": NUMBER}):
        reply = client.post(f"/imports/{run.pk}/columns/", data, follow=True)
        assert "请" in reply.content.decode()
    with scope.entered(scope.WHOLE):
        assert not HeaderAlias.objects.exists()


def test_an_alias_never_replaces_a_column_of_the_file(city):
    with scope.entered(scope.WHOLE):
        outcome = Desk(city).load_file(
            "residents",
            csv_of([{**person(ANNA), "身份证号": BORIS}]),
            aliases={"身份证号": NUMBER},
        )
        assert (outcome.created, outcome.unknown_columns) == (1, ["身份证号"])
        again = csv_of([{"姓名": "李四", "身份证号": BORIS, "证件号": CLARA, COMMUNITY: HERE}])
        outcome = Desk(city).load_file("residents", again, aliases={"身份证号": NUMBER, "证件号": NUMBER})
        assert (outcome.created, outcome.unknown_columns) == (1, ["证件号"])
