"""The made-up city obeys the rules of an import, is the same every time, and is what it claims to be."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from jiceng.demo.city import City, Community, generate, generate_border_cases, split_recent
from jiceng.demo.replay import ACTS
from jiceng.demo.rows import HEADERS, visit_key
from tests.demo.import_rules import broken_rules

TODAY = date(2026, 9, 15)
COMMUNITIES = [
    Community("210502001001", "东明社区"),
    Community("210502001002", "平山社区"),
    Community("210502002001", "崔东社区"),
    Community("210502100201", "桥头村"),
]


@pytest.fixture(scope="module")
def city() -> City:
    return generate(6000, 7, TODAY, COMMUNITIES)


def test_the_rows_break_no_rule_of_an_import(city: City) -> None:
    assert broken_rules(city) == []


@pytest.mark.parametrize("today", [TODAY, date(2026, 1, 1), date(2028, 2, 29), date(2027, 12, 31)])
def test_border_cases_break_no_rule_on_whatever_day(today: date) -> None:
    cases = generate_border_cases(today, COMMUNITIES)
    assert broken_rules(cases) == []
    assert len({row["公民身份号码"] for row in cases.residents}) == len(cases.notes) > 500


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2028, 2, 29), date(2026, 3, 31)])
def test_the_rows_break_no_rule_on_whatever_day(today: date) -> None:
    assert broken_rules(generate(800, 3, today, COMMUNITIES)) == []


def test_the_same_seed_gives_the_same_city(city: City) -> None:
    assert generate(6000, 7, TODAY, COMMUNITIES) == city
    assert generate(6000, 8, TODAY, COMMUNITIES) != city


def test_there_are_exactly_so_many_residents(city: City) -> None:
    assert len(city.surveys()[0]) == 6000
    assert len(generate(1, 1, TODAY, COMMUNITIES[:1]).residents) >= 1


def test_shares_are_those_of_a_real_city(city: City) -> None:
    first = city.surveys()[0]
    homes = Counter((row["所属社区代码"], row["家庭编号"]) for row in first if row["家庭编号"])
    assert max(homes.values()) <= 5
    assert 2 < len(first) / len(homes) < 3.2
    waited = [row for row in city.recognitions if not row["退出日期"]]
    assert 0 < len(waited) < len(city.recognitions) < 0.03 * len(homes)
    hukou = Counter(row["户口性质"] for row in first)
    assert 0 < hukou[""] < 0.1 * len(first)
    assert {row["注销原因"] for row in city.unemployment} >= {"", "单位就业", "未主动联系", "退休"}
    assert len({row["类别"] for row in city.determinations}) == 3
    assert {row["走访结果"] for row in city.visits} >= {"见面", "通话", "", "未遇"}
    assert city.entered_late and city.moves and city.closings


def test_files_have_the_headers_and_can_be_imported_in_order(city: City, tmp_path: Path) -> None:
    written = city.write(tmp_path)
    assert [ledger for ledger, _ in written][-6:] == [name for name in HEADERS if name != "residents"]
    for ledger, path in written:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert tuple(rows[0]) == HEADERS[ledger]
        assert len(rows) > 1


def test_the_recent_days_replay_to_the_whole(city: City) -> None:
    history, recent = split_recent(city, 90)
    since = TODAY - timedelta(days=90)
    assert broken_rules(history) == []
    assert [event.on for event in recent] == sorted(event.on for event in recent)
    assert all(since <= event.on <= TODAY for event in recent)
    assert {event.act for event in recent} == set(ACTS)
    keys = {"employ": "employment", "register": "unemployment", "determine": "determinations"}
    for act, ledger in {
        **keys,
        "recognise": "recognitions",
        "survey": "residents",
        "visit": "visits",
    }.items():
        begun = sum(event.act == act for event in recent)
        assert len(history.rows()[ledger]) + begun == len(city.rows()[ledger])
    ended = [event for event in recent if event.act == "end_employment"]
    assert all(event.row["终止日期"] >= since.isoformat() for event in ended)
    assert all(row["终止日期"] < since.isoformat() for row in history.employment)


def test_a_late_visit_is_done_on_the_day_of_its_entry(city: City) -> None:
    late = [
        event
        for event in split_recent(city)[1]
        if event.act == "visit" and event.on.isoformat() > event.row["日期"]
    ]
    assert late
    assert all(city.entered_late[visit_key(event.row)] == event.on for event in late)
