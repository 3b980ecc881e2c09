"""Imports in the worker: all or nothing, whatever stops them, and as who started them."""

import datetime as dt
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils import timezone

from jiceng.accounts.actors import NotAllowed
from jiceng.accounts.models import AuditEntry, Post
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.core.models import ImportRun
from jiceng.home.imports import (
    carry_out,
    fail_interrupted_runs,
    forget_old_files,
    result_of,
    start_import,
)
from jiceng.residents.imports.surveys import SurveyWriter
from jiceng.residents.models import Facts, IdentityClaim, Resident, Sighting
from tests.factories import HERE, NEXT, STREET, TODAY, MiniCity
from tests.files import ANNA, BORIS, Desk, counts, csv_of, person

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
State = ImportRun.State

# Imports as the command does, and waits with everything written and nothing settled.
WAITING_IMPORT = """
import sys, time
import django
from django.db import connections
django.setup()
connections["default"].settings_dict["NAME"] = sys.argv[1]
from jiceng.residents.imports.surveys import SurveyWriter
from django.core.management import call_command
write = SurveyWriter.write
def write_and_wait(writer, work):
    write(writer, work)
    print("written", flush=True)
    time.sleep(60)
SurveyWriter.write = write_and_wait
call_command("import", "residents", sys.argv[2])
"""


@pytest.fixture
def city():
    return MiniCity(with_pack=False)


def begin(city, *rows, path=HERE, role=Role.WORKER, **options):
    actor = city.officer(path, role)
    with scope.entered(actor.scope):
        return start_import(
            actor=actor,
            ledger="residents",
            data=csv_of(rows),
            file_name="劳动力.csv",
            region=city.regions[path],
            **options,
        )


def now(run):
    with scope.entered(scope.WHOLE):
        return ImportRun.objects.get(pk=run.pk)


def people():
    with scope.entered(scope.WHOLE):
        return [model.objects.count() for model in (Resident, Facts, Sighting, IdentityClaim)]


def test_a_run_keeps_its_file_encrypted_and_its_result(city):
    run = begin(city, person(ANNA), person("123"))
    assert ANNA.encode() not in bytes(now(run).upload)
    carry_out(run.pk, TODAY)
    done = now(run)
    assert (done.state, done.rows_total, done.created, done.rejected) == (State.DONE, 2, 1, 1)
    assert (done.rows_checked, done.finished_at is not None) == (2, True)
    result = result_of(done)
    assert [reject.row for reject in result.rejects] == [3]
    assert result.rejects_workbook.startswith(b"PK")
    assert b"123" not in bytes(done.result)
    with scope.entered(scope.WHOLE):
        assert Resident.objects.get().entered_by == done.started_by
        entry = AuditEntry.objects.get(action="import_ledger")
    assert (entry.user, entry.path, entry.detail["rejected"]) == (done.started_by, HERE, 1)


def test_a_run_reaches_no_further_than_the_post_of_who_started_it(city):
    run = begin(city, person(community=NEXT))
    carry_out(run.pk, TODAY)
    assert (now(run).created, now(run).rejected) == (0, 1)
    with pytest.raises(NotAllowed), scope.entered(scope.WHOLE):
        start_import(
            actor=city.officer(HERE),
            ledger="residents",
            data=b"",
            file_name="a.csv",
            region=city.regions[NEXT],
        )


def test_a_run_of_somebody_whose_post_has_ended_is_refused(city):
    run = begin(city, person())
    Post.objects.update(stop=TODAY)
    carry_out(run.pk, TODAY)
    assert (now(run).state, people()) == (State.FAILED, [0, 0, 0, 0])
    assert "岗位" in now(run).message


def test_a_file_that_cannot_be_read_is_told(city):
    actor = city.officer()
    with scope.entered(actor.scope):
        run = start_import(
            actor=actor, ledger="residents", data=b"x", file_name="a.doc", region=city.regions[HERE]
        )
    carry_out(run.pk, TODAY)
    assert (now(run).state, "只接受" in now(run).message) == (State.FAILED, True)


def test_a_run_is_carried_out_once(city):
    run = begin(city, person())
    carry_out(run.pk, TODAY)
    finished = now(run).finished_at
    carry_out(run.pk, TODAY)
    assert now(run).finished_at == finished


def test_a_dry_run_is_checked_and_leaves_nothing(city):
    run = begin(city, person(), dry_run=True)
    carry_out(run.pk, TODAY)
    assert (now(run).state, now(run).created, people()) == (State.CHECKED, 1, [0, 0, 0, 0])


def test_progress_is_seen_while_the_import_is_open(city, monkeypatch):
    run = begin(city, person(ANNA), person(BORIS))
    seen = []
    write = SurveyWriter.write

    def look(writer, work):
        write(writer, work)
        other = connection.copy()
        with other.cursor() as cursor:
            cursor.execute("begin; select set_config('app.lo', '', true), set_config('app.hi', '~', true)")
            cursor.execute("select state, rows_checked, created from core_importrun")
            seen.append(cursor.fetchone())
        other.close()

    monkeypatch.setattr(SurveyWriter, "write", look)
    carry_out(run.pk, TODAY)
    assert seen == [("checking", 2, 0)]


def test_an_exception_leaves_nothing_and_says_so(city, monkeypatch):
    run = begin(city, person())

    def break_down(writer, work):
        write(writer, work)
        raise ZeroDivisionError

    write = SurveyWriter.write
    monkeypatch.setattr(SurveyWriter, "write", break_down)
    with pytest.raises(ZeroDivisionError):
        carry_out(run.pk, TODAY)
    assert (now(run).state, people()) == (State.FAILED, [0, 0, 0, 0])
    assert "未导入任何数据" in now(run).message


def test_a_run_that_nobody_works_on_any_more_has_failed(city):
    run = begin(city, person())
    with scope.entered(scope.WHOLE):
        ImportRun.objects.update(state=State.CHECKING)
    fail_interrupted_runs()
    assert (now(run).state, "中断" in now(run).message) == (State.FAILED, True)


def test_a_run_that_somebody_works_on_has_not(city, monkeypatch):
    run = begin(city, person())
    write = SurveyWriter.write
    found = []

    def look(writer, work):
        write(writer, work)
        watcher = threading.Thread(target=from_another_connection, args=[fail_interrupted_runs])
        watcher.start()
        watcher.join()
        found.append("looked")

    monkeypatch.setattr(SurveyWriter, "write", look)
    carry_out(run.pk, TODAY)
    assert (found, now(run).state) == (["looked"], State.DONE)


def test_files_are_forgotten_after_a_week(city):
    run = begin(city, person())
    carry_out(run.pk, TODAY)
    forget_old_files()
    assert now(run).upload and now(run).result
    with scope.entered(scope.WHOLE):
        ImportRun.objects.update(started_at=timezone.now() - dt.timedelta(days=8))
    forget_old_files()
    assert (now(run).upload, now(run).result, result_of(now(run))) == (None, None, None)


def test_kill_9_in_the_middle_leaves_nothing_and_the_file_goes_in_afterwards(city, tmp_path):
    file = tmp_path / "劳动力.csv"
    file.write_bytes(csv_of([person(ANNA), person(BORIS)]))
    name = connection.settings_dict["NAME"]
    program = subprocess.Popen(
        [sys.executable, "-c", WAITING_IMPORT, name, str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert program.stdout.readline() == "written\n"
    program.kill()
    program.wait()
    program.stdout.close()
    assert people() == [0, 0, 0, 0]
    again = Desk(city).load_file("residents", file.read_bytes())
    assert counts(again) == (2, 0, 0, 0)
    assert people() == [2, 2, 2, 2]


def from_another_connection(work, *args):
    try:
        work(*args)
    finally:
        connections["default"].close()


def test_the_same_file_twice_at_once_goes_in_once(city):
    desk = Desk(city)
    data = csv_of([person(ANNA, 家庭编号="H1"), person(BORIS, 家庭编号="H1")])
    start, outcomes = threading.Barrier(2), []

    def load():
        start.wait()
        outcomes.append(counts(desk.load_file("residents", data)))

    threads = [threading.Thread(target=from_another_connection, args=[load]) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [(0, 0, 2, 0), (2, 0, 0, 0)]
    assert people() == [2, 2, 2, 2]


def test_who_is_registered_by_hand_meanwhile_is_known_to_the_next_attempt(city, monkeypatch):
    write = SurveyWriter.write
    registered = []

    def register_first(writer, work):
        if not registered:
            registered.append(ANNA)
            other = threading.Thread(target=from_another_connection, args=[city.resident])
            other.start()
            other.join()
        write(writer, work)

    monkeypatch.setattr(SurveyWriter, "write", register_first)
    outcome = Desk(city).load("residents", person(ANNA), person(BORIS), region=STREET)
    assert counts(outcome) == (1, 0, 1, 0)
    assert people()[0] == 2
