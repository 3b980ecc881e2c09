"""Acts from the page of a resident: opened, done, undone, refused; beside the page and without script."""

import datetime as dt

import pytest

from jiceng.accounts.models import AuditEntry
from jiceng.accounts.roles import Role
from jiceng.assistance.models import Determination, Recognition
from jiceng.core import scope
from jiceng.employment.models import Employment, Registration
from jiceng.residents.models import Assignment, Resident, Visit
from tests.factories import NEXT, MiniCity
from tests.home.browsing import HTMX, body, client_of

pytestmark = pytest.mark.django_db
TODAY = "2026-09-15"


@pytest.fixture(autouse=True)
def on_a_fixed_day(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY)


@pytest.fixture
def city():
    return MiniCity()


@pytest.fixture
def worker(city):
    return client_of(city.officer())


@pytest.fixture
def person(city):
    return city.resident(name="孙丽", birth=dt.date(1980, 1, 1), laid_off=True, household="H1")


def everywhere(rows):
    with scope.entered(scope.WHOLE):
        return list(rows())


def do(client, person, code, query="", **entries):
    return client.post(f"/residents/{person.pk}/acts/{code}/{query}", entries)


def buttons(client, person):
    page = body(client.get(f"/residents/{person.pk}/")).split('class="fact-group"')[0]
    return {part.split('"')[0] for part in page.split('data-key="')[1:] if part[0] != '"'}


REGISTER = {"on": "2026-09-01", "reason": "20"}
EMPLOY = {"start": "2026-09-10", "form": "010", "employer_name": "本溪钢铁厂"}
VISIT = {"way": "phone", "outcome": "talked", "on": TODAY, "reasons": ["survey", "assistance"]}


def test_registering_and_cancelling_unemployment(worker, person):
    assert do(worker, person, "register-unemployment", **REGISTER).status_code == 302
    (row,) = everywhere(lambda: Registration.objects.filter(resident=person))
    assert (str(row.start), row.reason, row.stop) == ("2026-09-01", "20", None)
    cancel = {"on": "2026-09-12", "reason": "040", "lock_version": "0"}
    assert do(worker, person, "cancel-registration", **cancel).status_code == 302
    (row,) = everywhere(lambda: Registration.objects.filter(resident=person))
    assert (str(row.stop), row.cancel_reason) == ("2026-09-12", "040")


def test_a_job_says_before_what_it_ends(city, worker, person):
    city.registration(person, dt.date(2026, 9, 1))
    form = body(worker.get(f"/residents/{person.pk}/acts/record-employment/", **HTMX))
    assert "2026-09-01的失业登记自2026-09-15起失效" in form
    preview = worker.post(
        f"/residents/{person.pk}/acts/record-employment/preview/", {"start": "2026年9月3日"}
    )
    assert "2026-09-01的失业登记自2026-09-03起失效" in body(preview)
    before = worker.post(f"/residents/{person.pk}/acts/record-employment/preview/", {"start": "2026-08-01"})
    assert "失效" not in body(before)


def test_a_job_begins_and_ends(worker, person):
    assert do(worker, person, "record-employment", **EMPLOY).status_code == 302
    assert "从业人员" in body(worker.get(f"/residents/{person.pk}/"))
    end = {"last_day": "2026-09-14", "reason": "辞职", "lock_version": "0"}
    assert do(worker, person, "end-employment", **end).status_code == 302
    (row,) = everywhere(lambda: Employment.objects.filter(resident=person))
    assert (str(row.stop), row.end_reason) == ("2026-09-15", "辞职")


def test_determination_and_exit(city, worker, person):
    city.registration(person, dt.date(2026, 9, 1))
    form = body(worker.get(f"/residents/{person.pk}/acts/determine/"))
    assert "4050人员：登记信息符合条件" in form
    entries = {"category": "4050人员", "on": TODAY}
    assert do(worker, person, "determine", **entries).status_code == 302
    leave = {"on": TODAY, "reason": "本人申请", "lock_version": "0"}
    assert do(worker, person, "end-determination", **leave).status_code == 302
    (row,) = everywhere(lambda: Determination.objects.filter(resident=person))
    assert (str(row.start), str(row.stop)) == (TODAY, TODAY)


def test_each_of_several_determinations_has_its_own_exit(city, worker, person):
    city.determination(person, dt.date(2026, 1, 1))
    other = city.determination(person, dt.date(2026, 2, 1), category="棚改回迁")
    page = body(worker.get(f"/residents/{person.pk}/"))
    assert f"end-determination/?row={other.pk}" in page
    leave = {"on": TODAY, "reason": "本人申请", "lock_version": "0"}
    assert do(worker, person, "end-determination", f"?row={other.pk}", **leave).status_code == 302
    open_now = everywhere(lambda: Determination.objects.filter(resident=person, stop=None))
    assert [row.category for row in open_now] == ["4050人员"]
    assert do(worker, person, "end-determination", "?row=abc").status_code == 404


def test_the_household_is_recognised_and_leaves(city, worker, person):
    city.registration(person, dt.date(2026, 9, 1))
    form = body(worker.get(f"/residents/{person.pk}/acts/recognise/"))
    assert "零就业家庭：登记信息符合条件" in form
    assert do(worker, person, "recognise", on=TODAY).status_code == 302
    page = body(worker.get(f"/residents/{person.pk}/"))
    assert "10月5日到期" in page
    leave = {"on": TODAY, "reason": "稳定就业", "lock_version": "0"}
    assert do(worker, person, "end-recognition", **leave).status_code == 302
    (row,) = everywhere(lambda: Recognition.objects.all())
    assert str(row.stop) == TODAY


def test_one_visit_to_several_people_for_several_reasons(city, worker, person):
    other = city.resident(name="孙大山", household="H1")
    form = body(worker.get(f"/residents/{person.pk}/acts/visit/"))
    assert "孙大山" in form
    entries = VISIT | {"people": [person.pk, other.pk], "content": "  想学电焊 "}
    assert do(worker, person, "visit", **entries).status_code == 302
    visits = everywhere(lambda: Visit.objects.all())
    assert {visit.resident_id for visit in visits} == {person.pk, other.pk}
    assert visits[0].reasons == ["assistance", "survey"] and visits[0].content == "想学电焊"


def test_a_visit_to_somebody_of_another_household_is_refused(city, worker, person):
    stranger = city.resident(path=NEXT, name="外人")
    reply = do(worker, person, "visit", **(VISIT | {"people": [stranger.pk]}))
    assert reply.status_code == 422 and everywhere(lambda: Visit.objects.all()) == []


@pytest.mark.parametrize(
    ("facts", "reason"), [("none", "survey"), ("helped", "assistance"), ("works", "after_employment")]
)
def test_the_likely_reason_of_a_visit_is_ticked(city, worker, person, facts, reason):
    if facts != "none":
        city.determination(person, dt.date(2026, 1, 1))
    if facts == "works":
        city.job(person, dt.date(2026, 3, 1))
    form = body(worker.get(f"/residents/{person.pk}/acts/visit/"))
    ticked = [part for part in form.split("<input")[1:] if "checked" in part and 'name="reasons"' in part]
    assert len(ticked) == 1 and f'value="{reason}"' in ticked[0]


def test_departure_and_return(worker, person):
    leave = {"kind": "died", "on": TODAY, "lock_version": "0"}
    assert do(worker, person, "depart", **leave).status_code == 302
    assert "不再在册" in body(worker.get(f"/residents/{person.pk}/"))
    assert buttons(worker, person) == {"B", "P"}
    assert do(worker, person, "return", on=TODAY).status_code == 302
    assert "不再在册" not in body(worker.get(f"/residents/{person.pk}/"))


def test_somebody_is_made_to_answer(city, worker, person):
    user = city.officer().user
    assert do(worker, person, "assign", officer=user.pk, on=TODAY).status_code == 302
    assert len(everywhere(lambda: Assignment.objects.filter(officer=user))) == 1
    assert str(user) in body(worker.get(f"/residents/{person.pk}/"))


def test_a_corrected_name_renews_the_page(worker, person):
    entries = {"name": "孙莉", "lock_version": "0"}
    reply = worker.post(f"/residents/{person.pk}/acts/rename/", entries, **HTMX)
    assert reply.headers["HX-Redirect"].startswith(f"/residents/{person.pk}/?done=")
    assert [each.name for each in everywhere(lambda: Resident.objects.all())] == ["孙莉"]


def test_a_job_is_changed_besides_its_days(city, worker, person):
    city.job(person, dt.date(2026, 3, 1), form="010")
    entries = {"form": "010", "contract_stop": "2027-02-28", "lock_version": "0"}
    assert do(worker, person, "correct-employment", **entries).status_code == 302
    (row,) = everywhere(lambda: Employment.objects.all())
    assert str(row.contract_stop) == "2027-02-28"


def test_only_what_is_possible_is_offered(city, worker, person):
    assert buttons(worker, person) == set("FSJKLRNQWOHP")
    city.registration(person, dt.date(2026, 9, 1))
    assert buttons(worker, person) == set("FJZKLRNQWOHP")
    city.job(person, dt.date(2026, 9, 5))
    assert buttons(worker, person) == set("FTKLGRNQYWOHP")


@pytest.mark.parametrize(
    "code", ["cancel-registration", "end-employment", "end-determination", "no-such-act"]
)
def test_what_is_not_there_cannot_be_ended(worker, person, code):
    assert worker.get(f"/residents/{person.pk}/acts/{code}/").status_code == 404


def test_beside_the_page_an_act_answers_with_the_page(worker, person):
    form = body(worker.get(f"/residents/{person.pk}/acts/register-unemployment/", **HTMX))
    assert form.count("<form") == 1 and "<html" not in form
    reply = worker.post(f"/residents/{person.pk}/acts/register-unemployment/", REGISTER, **HTMX)
    assert reply.headers["HX-Retarget"] == "#subject"
    page = body(reply)
    assert "登记失业人员" in page and "撤销" in page and "<html" not in page


def test_wrong_entries_stay_with_their_reason(worker, person):
    entries = REGISTER | {"on": "2026-12-01"}
    reply = worker.post(f"/residents/{person.pk}/acts/register-unemployment/", entries, **HTMX)
    assert reply.status_code == 422 and "不能晚于今天" in reply.content.decode()
    assert "HX-Retarget" not in reply.headers


def test_an_act_is_undone(worker, person):
    reply = do(worker, person, "register-unemployment", **REGISTER)
    page = body(worker.get(reply.headers["Location"]))
    entry = everywhere(lambda: AuditEntry.objects.filter(action="unemployment_registered"))[0]
    assert f"/residents/{person.pk}/undo/{entry.pk}/" in page
    undone = worker.post(f"/residents/{person.pk}/undo/{entry.pk}/", **HTMX)
    assert "登记失业人员" not in body(undone).split("person-columns")[0]
    assert everywhere(lambda: Registration.objects.all()) == []
    again = worker.post(f"/residents/{person.pk}/undo/{entry.pk}/", **HTMX)
    assert "不能撤销" in again.content.decode()


def test_nobody_undoes_for_another(city, worker, person):
    do(worker, person, "register-unemployment", **REGISTER)
    entry = everywhere(lambda: AuditEntry.objects.filter(action="unemployment_registered"))[0]
    colleague = client_of(city.officer(login="colleague"))
    assert "只能撤销本人的操作" in body(colleague.post(f"/residents/{person.pk}/undo/{entry.pk}/"))
    assert len(everywhere(lambda: Registration.objects.all())) == 1
    assert body(colleague.get(f"/residents/{person.pk}/?done={entry.pk}")).count("/undo/") == 0


THEIRS = {"occupation": "保洁", "monthly_income": "3500"}


def test_after_a_conflict_both_versions_stand_side_by_side_and_saving_once_more_means_it(
    city, worker, person
):
    job = city.job(person, dt.date(2026, 3, 1), form="010", monthly_income=3000)
    colleague = client_of(city.officer(login="colleague"))
    shown = {"form": "010", "monthly_income": "3000", "lock_version": "0"}
    assert do(colleague, person, "correct-employment", **(shown | THEIRS)).status_code == 302
    reply = do(worker, person, "correct-employment", **(shown | {"occupation": "保安"}))
    page = reply.content.decode()
    assert reply.status_code == 422 and 'value="保安"' in page
    both = page.split('class="conflict-both"')[1].split("</table>")[0]
    assert "保安" in both and "保洁" in both and 'data-fill="id_occupation" data-value="保洁"' in both
    assert "月收入" not in both and 'value="3500' in page  # only the other changed it
    again = shown | {"occupation": "保安", "monthly_income": "3500", "lock_version": "1"}
    assert 'name="lock_version" value="1"' in page
    assert do(worker, person, "correct-employment", **again).status_code == 302
    (found,) = everywhere(lambda: Employment.objects.filter(pk=job.pk))
    assert (found.occupation, int(found.monthly_income)) == ("保安", 3500)


@pytest.mark.parametrize("code", ["register-unemployment", "determine", "visit", "depart", "recognise"])
def test_strangers_do_nothing(city, person, code):
    address = f"/residents/{person.pk}/acts/{code}/"
    neighbour, auditor = client_of(city.officer(NEXT)), client_of(city.officer(role=Role.AUDITOR))
    for method in ("get", "post"):
        assert getattr(neighbour, method)(address).status_code == 404
        assert getattr(auditor, method)(address).status_code == 403


def test_a_row_is_voided_with_a_reason(city, worker, person):
    visit = city.visit(person, dt.date(2026, 9, 1))
    address = f"/residents/{person.pk}/void/visit/{visit.pk}/"
    assert "作废原因" in body(worker.get(address, **HTMX))
    assert worker.post(address, {"reason": "", "lock_version": "0"}).status_code == 422
    assert worker.post(address, {"reason": "登记错人", "lock_version": "0"}).status_code == 302
    assert everywhere(lambda: Visit.objects.all()) == []
    assert worker.get(address).status_code == 404


def test_only_rows_of_the_person_are_voided_there(city, worker, person):
    other = city.resident(name="别人")
    visit = city.visit(other, dt.date(2026, 9, 1))
    assert worker.get(f"/residents/{person.pk}/void/visit/{visit.pk}/").status_code == 404
    assert worker.get(f"/residents/{person.pk}/void/resident/{person.pk}/").status_code == 404
