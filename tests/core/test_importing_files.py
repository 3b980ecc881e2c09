"""What a file may look like, what is refused as a whole, and what comes back of it."""

import io

import pytest

from jiceng.core import scope
from jiceng.core.importing import ImportRefused
from jiceng.core.spreadsheets import REASON_HEADER, SpreadsheetError, read_table
from jiceng.residents.models import Resident
from tests.core.workbooks import sheet
from tests.factories import CITY, HERE, MiniCity
from tests.files import ANNA, BORIS, CLARA, COMMUNITY, NUMBER, SURVEYED, Desk, counts, csv_of, person, reasons


@pytest.fixture
def desk(db):
    with scope.entered(scope.WHOLE):
        yield Desk(MiniCity(with_pack=False))


def test_columns_stand_in_any_order_and_unknown_ones_are_reported(desk):
    row = {
        "备注": "x",
        COMMUNITY: HERE,
        "★公民身份号码": ANNA,
        " 姓 名*": "王小明",
        "邮箱": "",
        REASON_HEADER: "…",
    }
    outcome = desk.load("residents", row)
    assert counts(outcome) == (1, 0, 0, 0)
    assert outcome.unknown_columns == ["备注", "邮箱"]


def test_a_missing_required_column_refuses_the_file(desk):
    with pytest.raises(ImportRefused, match="公民身份号码"):
        desk.load("residents", {"姓名": "王小明"})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b""),
        ("a.xlsx", b"PK\x03\x04 not really"),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"nothing"),
        ("a.pdf", b"%PDF-1.4"),
        ("a.csv", b"\xff\xfe\x00\x00\x81"),
        ("a.csv", '姓名,公民身份号码\n王,"12'.encode()),
        ("a.csv", "姓名,姓名,公民身份号码\n".encode()),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(desk, name, data):
    with pytest.raises(SpreadsheetError):
        desk.load_file("residents", data, name)
    assert not Resident.objects.exists()


def test_a_file_that_breaks_off_after_good_rows_changes_nothing(desk):
    good = csv_of([person(ANNA), person(BORIS)])
    with pytest.raises(SpreadsheetError, match="第4行"):
        desk.load_file("residents", good + '"王'.encode())
    assert not Resident.objects.exists()


def test_headers_alone_are_a_file_of_no_rows(desk):
    assert counts(desk.load_file("residents", csv_of([], [*person()]))) == (0, 0, 0, 0)


def test_empty_rows_are_skipped_and_rows_keep_the_number_of_the_sheet(desk):
    rows = [list(person()), list(person().values()), [], ["", " "], ["李四", "123", HERE, ""]]
    outcome = desk.load_file("residents", sheet(*rows), "a.xlsx")
    assert (outcome.rows, reasons(outcome)) == (2, [(5, NUMBER)])


def test_a_number_stored_as_a_number_is_rejected(desk):
    outcome = desk.load_file(
        "residents", sheet(["姓名", NUMBER, COMMUNITY], ["王", int(CLARA[:17] + "0"), HERE]), "a.xlsx"
    )
    (reject,) = outcome.rejects
    assert (reject.field, "文本" in reject.reason) == (NUMBER, True)


@pytest.mark.parametrize("typed", ["２１０５０２１９８００３１５００２", " 210502 19800315 002"])
def test_full_width_digits_spaces_and_a_small_x_are_normalised(desk, typed):
    outcome = desk.load("residents", person(typed + ANNA[17].lower()), person(ANNA))
    assert counts(outcome) == (1, 0, 1, 0)


@pytest.mark.parametrize(
    ("number", "shown", "expected"),
    [
        ("123", "***", "18位"),
        ("21050219800315002A", "21**************2A", "末位"),
        ("210502198013150021", "21**************21", "出生日期"),
        ("990502198003150021", "99**************21", "省级代码"),
        ("21050220270315002X", "21**************2X", ""),
        (ANNA[:17] + ("0" if ANNA[17] != "0" else "1"), None, "校验码"),
    ],
)
def test_a_malformed_number_shows_its_ends_only(desk, number, shown, expected):
    (reject,) = desk.load("residents", person(number)).rejects
    assert reject.value == shown or shown is None
    assert expected in reject.reason
    assert number[2:-2] not in reject.reason or len(number) < 5


def test_every_reason_of_a_row_is_told_and_the_row_counts_once(desk):
    outcome = desk.load(
        "residents", person("123", name="", **{"是否低保": "也许", SURVEYED: "明天"}), person(BORIS)
    )
    assert reasons(outcome) == [(2, "姓名"), (2, NUMBER), (2, "是否低保"), (2, SURVEYED)]
    assert counts(outcome) == (1, 0, 0, 1)
    assert all(reject.field in reject.reason for reject in outcome.rejects)
    flag = outcome.rejects[2]
    assert flag.value == "也许" and "“也许”" in flag.reason and "应为是或否" in flag.reason


def test_different_rows_of_one_person_reject_the_second_and_equal_ones_count_once(desk):
    outcome = desk.load(
        "residents", person(), person(), person(**{"是否低保": "是"}), person(**{"是否低保": ""})
    )
    assert counts(outcome) == (1, 0, 2, 1)
    assert reasons(outcome) == [(4, NUMBER)]
    assert outcome.rejects[0].value.endswith(ANNA[-4:]) and "********" in outcome.rejects[0].value


def test_a_rejected_row_does_not_stand_in_the_way_of_a_good_one(desk):
    outcome = desk.load("residents", person(**{"是否低保": "也许"}), person())
    assert counts(outcome) == (1, 0, 0, 1)


def test_rejected_rows_come_back_in_their_layout_and_go_in_once_corrected(desk):
    rows = [person(ANNA), {**person(BORIS), "是否低保": "也许", "备注": "=1+1"}]
    outcome = desk.load("residents", *rows)
    table = read_table(outcome.rejects_workbook, "rejects.xlsx")
    assert table.headers == ["姓名", NUMBER, COMMUNITY, SURVEYED, "是否低保", "备注", REASON_HEADER]
    ((_, cells),) = table.rows
    assert cells[:2] == ["王小明", BORIS] and cells[5] == "=1+1"
    assert cells[6] == outcome.rejects[0].reason
    corrected = dict(zip(table.headers, cells, strict=True)) | {"是否低保": "是"}
    again = desk.load("residents", corrected)
    assert counts(again) == (1, 0, 0, 0)
    assert again.unknown_columns == ["备注"]


def test_rejected_rows_may_be_written_as_csv(desk):
    target = io.BytesIO()
    desk.load("residents", person("123")).write_rejects(target, "csv")
    assert target.getvalue().startswith("\ufeff姓名,公民身份号码".encode())


def test_text_that_looks_like_a_formula_is_kept_as_text(desk):
    desk.load("residents", person(name="=cmd|' /C calc'!A0"))
    assert Resident.objects.get().name == "=cmd|' /C calc'!A0"
    assert "'=cmd" in desk.export("residents").decode("utf-8-sig")


@pytest.mark.parametrize("name", ["王" * 61, "a\x07\u200bb", "阿卜杜勒·" * 12])
def test_text_of_any_kind_and_length_never_fails_the_file(desk, name):
    outcome = desk.load("residents", person(name=name), person(BORIS))
    assert outcome.created + outcome.rejected == 2
    assert all(reject.field == "姓名" for reject in outcome.rejects)


def test_a_dry_run_tells_the_same_and_leaves_nothing(desk):
    rows = [person(ANNA), person(BORIS), person("123"), person(ANNA, name="别名")]
    tried = desk.load("residents", *rows, dry_run=True)
    assert not Resident.objects.exists()
    done = desk.load("residents", *rows)
    assert counts(tried) == counts(done) == (2, 0, 0, 2)
    assert tried.rejects == done.rejects
    assert counts(desk.load("residents", person(ANNA, name="新名"), dry_run=True)) == (0, 1, 0, 0)
    assert Resident.objects.filter(name="王小明").count() == 2


def test_progress_is_told_as_rows_are_checked(desk, monkeypatch):
    monkeypatch.setattr("jiceng.core.importing.reading.ROWS_AT_ONCE", 2)
    heard = []
    data = csv_of([person(ANNA), person(BORIS), person(CLARA)])
    desk.load_file("residents", data, progress=lambda checked, expected: heard.append((checked, expected)))
    assert [checked for checked, _ in heard] == [2, 3]
    assert all(expected >= 3 for _, expected in heard)


def test_files_of_other_encodings_are_read_alike(desk):
    data = csv_of([person()])
    assert counts(desk.load_file("residents", data.decode().encode("gb18030"))) == (1, 0, 0, 0)
    assert counts(desk.load_file("residents", "\ufeff".encode() + data, region=CITY)) == (0, 0, 1, 0)
