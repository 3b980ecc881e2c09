"""Undoing an import: the registers stand as before; what was built upon it stands in the way."""

import datetime as dt
from random import Random

import pytest

from jiceng.accounts.actors import NotAllowed
from jiceng.accounts.models import AuditEntry
from jiceng.core import scope
from jiceng.core.importing import UndoStopped
from jiceng.core.importing.undoing import registers
from jiceng.core.models import ImportRun
from jiceng.core.registers import content_columns
from jiceng.demo.city import generate
from jiceng.demo.rows import Community
from jiceng.employment.models import Employment
from jiceng.home.imports import LEDGERS, note_import
from jiceng.home.imports.undoing import UndoRefused, undo_import
from jiceng.residents.models import Facts, Household, IdentityClaim, Resident
from jiceng.residents.services import record_visit
from tests.factories import ACROSS, CITY, COUNTY, FAR, HERE, NEXT, TODAY, MiniCity
from tests.files import ANNA, BORIS, CLARA, NUMBER, Desk, person

LATER = ("unemployment", "employment", "determinations", "recognitions", "visits")


@pytest.fixture
def desk(db):
    with scope.entered(scope.WHOLE):
        yield Desk(MiniCity())


def load(desk, ledger, *rows, region=CITY):
    """Import as the command does, and return the run."""
    outcome = desk.load(ledger, *rows, region=region)
    region = desk.city.regions[region]
    note_import(
        actor=desk.city.officer(CITY, "administrator"),
        ledger=ledger,
        file_name="台账.csv",
        region=region,
        history=False,
        outcome=outcome,
    )
    return ImportRun.objects.latest("pk")


def undo(desk, run, reason="文件选错", path=CITY, role="administrator"):
    return undo_import(actor=desk.city.officer(path, role), run=run, reason=reason, today=TODAY)


def standing():
    """Everything that stands in the registers, without who touched it when; and the claims."""
    found = {}
    for model in registers():
        columns = content_columns(model)
        found[model] = sorted(map(str, model.objects.values_list("pk", *columns)))
    found["claims"] = sorted(IdentityClaim.objects.values_list("resident_id", "region_id"))
    return found


def mangled(ledger, row, mix):
    """A row of a file with some cells blanked, and surveys, households and names changed."""
    kept = {"所属社区代码", *(column.header for column in LEDGERS[ledger].columns if column.required)}
    row = {header: cell if header in kept or mix.random() > 0.2 else "" for header, cell in row.items()}
    if "调查日期" in row:
        row["调查日期"] = mix.choice(["2026-09-01", "2026-09-14", "2020-01-01"])
        row["家庭编号"] = mix.choice(["", "新1", "新2", row.get("家庭编号", "")])
        row["姓名"] = mix.choice([row["姓名"], "改名人"])
        row["联系电话"] = mix.choice(["", "13900001111", "13900002222"])
    return row


@pytest.mark.parametrize("seed", range(3))
def test_the_registers_stand_as_before(desk, seed):
    """Any part of any ledger, upon any other part: an import and its undoing leave what was there."""
    mix = Random(seed)
    communities = [Community(path.ljust(12, "0"), "社区") for path in (HERE, NEXT, ACROSS, FAR)]
    files = generate(40, seed=seed, today=TODAY, communities=communities, zero_share=0.4).files()
    by_ledger = {}
    for ledger, _, rows in files:
        by_ledger.setdefault(ledger, []).extend(rows)
    order = ["residents", "employers", *LATER]
    for ledger in order:
        rows = by_ledger[ledger]
        desk.load(ledger, *mix.sample(rows, len(rows) // 2), history=True)
        before = standing()
        second = [mangled(ledger, row, mix) for row in mix.sample(rows, 2 * len(rows) // 3)]
        run = load(desk, ledger, *second)
        assert standing() != before or not run.created + run.updated, ledger
        undo(desk, run)
        assert standing() == before, ledger
        assert load(desk, ledger, *second).created == run.created, ledger  # what was freed can come again


def test_who_was_new_may_be_registered_anew(desk):
    run = load(desk, "residents", person(ANNA, 家庭编号="H1"))
    undo(desk, run)
    assert not IdentityClaim.objects.exists() and not Household.objects.exists()
    again = load(desk, "residents", person(ANNA, community=NEXT), region=CITY)
    assert (again.created, again.rejected) == (1, 0)
    entry = AuditEntry.objects.get(action="import_undone")
    assert (entry.reason, entry.detail["voided"], entry.detail["run"]) == ("文件选错", 4, run.pk)


def test_a_row_changed_since_stands_in_the_way(desk):
    first = load(desk, "residents", person(ANNA, 联系电话="1"), person(BORIS, name="李四"))
    second = load(desk, "residents", person(ANNA, 联系电话="2", 调查日期="2026-06-01"))
    before = standing()
    with pytest.raises(UndoStopped) as stopped:
        undo(desk, first)
    assert {each.model for each in stopped.value.obstacles} == {Facts, Resident}
    assert standing() == before
    undo(desk, second)
    undo(desk, first)
    assert not Resident.objects.exists()


def test_a_row_that_others_refer_to_stands_in_the_way(desk):
    run = load(desk, "residents", person(ANNA), person(BORIS, name="李四"))
    anna = Resident.objects.get(name="王小明")
    record_visit(
        actor=desk.city.officer(HERE),
        residents=[anna],
        on=TODAY,
        way="phone",
        reasons=["survey"],
        today=TODAY,
    )
    with pytest.raises(UndoStopped) as stopped:
        undo(desk, run)
    assert [(each.model, each.pk) for each in stopped.value.obstacles] == [(Resident, anna.pk)]


def test_a_household_filled_by_others_stands_in_the_way(desk):
    run = load(desk, "residents", person(ANNA, 家庭编号="H1"))
    load(desk, "residents", person(BORIS, name="李四", 家庭编号="H1"))
    with pytest.raises(UndoStopped) as stopped:
        undo(desk, run)
    assert [each.model for each in stopped.value.obstacles] == [Household]


def test_who_stands_for_another_since_a_merger_stays(desk):
    load(desk, "residents", person(BORIS, name="李四"))
    run = load(desk, "residents", person(ANNA))
    anna = Resident.objects.get(name="王小明")
    Resident.objects.filter(name="李四").update(merged_into=anna, voided_at=dt.datetime.now(dt.UTC))
    with pytest.raises(UndoStopped) as stopped:
        undo(desk, run)
    assert [each.pk for each in stopped.value.obstacles] == [anna.pk]


def test_what_was_voided_by_hand_since_stays_voided(desk):
    run = load(desk, "residents", person(ANNA), person(BORIS, name="李四"))
    Resident.objects.filter(name="李四").update(voided_at=dt.datetime.now(dt.UTC), lock_version=1)
    undo(desk, run)
    assert not Resident.objects.exists()
    assert set(Resident.every.values_list("name", "void_reason")) == {
        ("王小明", "撤销导入：文件选错"),
        ("李四", ""),
    }


def test_what_would_meet_a_later_row_is_refused_in_words(desk):
    load(desk, "residents", person(ANNA))
    job = {NUMBER: ANNA, "就业形式": "灵活就业", "就业日期": "2026-01-05"}
    load(desk, "employment", job)
    run = load(desk, "employment", job | {"终止日期": "2026-05-31"})
    load(desk, "employment", job | {"就业日期": "2026-06-01"})
    with pytest.raises(UndoStopped, match="与该居民已登记的就业时间重叠"):
        undo(desk, run)
    assert Employment.objects.filter(stop=dt.date(2026, 6, 1)).exists()


def test_only_who_may_import_there_undoes_and_only_with_a_reason(desk):
    run = load(desk, "residents", person(ANNA), region=HERE)
    for path, role in ((NEXT, "worker"), (HERE, "auditor")):
        with pytest.raises(NotAllowed):
            undo(desk, run, path=path, role=role)
    with pytest.raises(UndoRefused, match="请填写撤销原因"):
        undo(desk, run, reason=" ")
    undo(desk, run, path=HERE, role="worker")
    with pytest.raises(UndoRefused, match="没有可以撤销的内容"):
        undo(desk, run)
    assert (ImportRun.objects.get().state, ImportRun.objects.get().undo_reason) == ("undone", "文件选错")


def test_a_row_that_moved_away_stands_in_the_way(desk):
    run = load(desk, "residents", person(ANNA), region=HERE)
    Resident.objects.update(
        region=desk.city.regions[NEXT], path=NEXT, lock_version=1, changed_at=dt.datetime.now(dt.UTC)
    )
    actor = desk.city.officer(HERE)
    with scope.entered(actor.scope), pytest.raises(UndoStopped):
        undo_import(actor=actor, run=run, reason="文件选错", today=TODAY)


def test_a_dry_run_wrote_nothing_that_could_be_undone(desk):
    outcome = desk.load("residents", person(CLARA), dry_run=True)
    assert outcome.written_at is None and outcome.reach == HERE


def test_a_command_s_import_stands_at_the_lowest_region_of_its_rows(desk):
    actor = desk.city.officer(CITY, "administrator")
    for rows, path in (((person(ANNA),), HERE), ((person(BORIS), person(CLARA, community=ACROSS)), COUNTY)):
        outcome = desk.load("residents", *rows, region=None)
        note_import(
            actor=actor, ledger="residents", file_name="a.csv", region=None, history=False, outcome=outcome
        )
        assert ImportRun.objects.latest("pk").path == path
