"""Two streets merge in the middle of everything: what is open goes along, what is past stays (domain R1)."""

import datetime as dt
from collections import Counter
from types import SimpleNamespace

import pytest
from django.db import transaction

from jiceng.accounts.models import Post
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.core.spans import parse_period
from jiceng.employment.models import Employment, Registration
from jiceng.policy.duties import Window, derive
from jiceng.policy.figures import reading_all
from jiceng.policy.force import areas
from jiceng.policy.outcomes import close_days
from jiceng.regions.models import Region
from jiceng.regions.services import merge_regions
from jiceng.reporting.models import Filing, FrozenSubject
from jiceng.reporting.services.counting import counts
from jiceng.reporting.services.filing import accept, submit
from jiceng.reporting.services.opening import people
from jiceng.reporting.services.reports import report
from jiceng.residents.models import Facts, Resident, Visit
from jiceng.residents.services import correct_name
from tests.factories import ACROSS, CITY, COUNTY, FAR, HERE, NEXT, OTHER_STREET, STREET, MiniCity
from tests.worlds import whole

FILED, ON, TODAY = dt.date(2026, 10, 4), dt.date(2026, 11, 10), dt.date(2026, 11, 20)
FORM, LAST, RUNNING = "bx-quarterly", parse_period("2026Q3"), parse_period("2026Q4")
PLACES = (HERE, NEXT, ACROSS, FAR, STREET, OTHER_STREET, COUNTY, CITY)
MOVED = (HERE, NEXT)


def settle(city, path, name):
    """Somebody of every kind in a community; the residents by what they are."""

    def person(kind, **facts):
        return city.resident(path, name=f"{name}{kind}", hukou="10", **facts)

    worker = person("职工")
    city.job(worker, dt.date(2025, 3, 1))
    starter = person("新员工", sex="M")
    city.job(starter, dt.date(2026, 10, 20), form="010")
    helped = person("帮扶")
    city.registration(helped, dt.date(2026, 1, 5))
    city.determination(helped, dt.date(2026, 2, 1))
    city.job(helped, dt.date(2026, 7, 6))
    city.visit(helped, dt.date(2026, 8, 6))
    jobless = person("失业", household="1")
    city.registration(jobless, dt.date(2026, 5, 6))
    city.recognition(city.household("1", path), dt.date(2026, 8, 20))
    return SimpleNamespace(worker=worker, starter=starter, helped=helped, jobless=jobless)


def file_last_quarter(city):
    """The report of the last quarter through all levels, locked."""

    def act(what, path, by, role=Role.CLERK):
        actor = city.officer(by, role)
        what(actor=actor, region=city.regions[path], code=FORM, period=LAST, today=FILED)

    for street, communities in ((STREET, (HERE, NEXT)), (OTHER_STREET, (ACROSS, FAR))):
        for community in communities:
            act(submit, community, community, Role.WORKER)
            act(accept, community, street)
        act(submit, street, street)
        act(accept, street, COUNTY)
    act(submit, COUNTY, COUNTY)
    act(accept, COUNTY, CITY)


class Standing:
    """Everything that is said of the places, by path before the merger."""

    def __init__(self, city):
        self.regions = {path: Region.objects.get(pk=city.regions[path].pk) for path in PLACES}
        self.boss = city.officer(CITY, Role.ADMINISTRATOR)
        with reading_all():
            self.live = {
                (path, quarter.code): self._live(path, quarter)
                for path in PLACES
                for quarter in (LAST, RUNNING)
            }
            self.frozen = {path: self._report(path, LAST) for path in PLACES[:-1]}
            self.behind = {path: self.behind_of(path) for path in PLACES[:-1]}
            self.owed = {path: self._owed(path) for path in PLACES}

    def _live(self, path, quarter):
        return counts(self.regions[path], FORM, quarter, TODAY)

    def _report(self, path, quarter):
        found = report(self.regions[path], FORM, quarter, TODAY)
        return found.state, found.cells

    def behind_of(self, path):
        found = report(self.regions[path], FORM, LAST, TODAY)
        cells = [
            (row, "total") for row in ("employed", "registered_unemployed", "zero_households_recognised")
        ]
        shown = {
            cell: people(actor=self.boss, found=found, row=cell[0], column=cell[1], today=TODAY)
            for cell in cells
        }
        assert all(each.agrees for each in shown.values())
        return {cell: sorted(person.name for person in each.shown) for cell, each in shown.items()}

    def _owed(self, path):
        """Counts of (duty, status) of what is due this year."""
        window = Window(dt.date(2026, 1, 1), dt.date(2026, 12, 31), TODAY)
        found = Counter()
        for area in areas(self.regions[path], TODAY):
            for duty in area.policy.all("duty"):
                found.update((owed.duty, owed.due, owed.status) for owed in derive(area, duty, window))
        return found


@pytest.fixture(scope="module")
def merged(django_db_setup, django_db_blocker):
    """The city before and after its first street went into the second; tests only look at it."""
    with django_db_blocker.unblock(), whole():
        city = MiniCity()
        settled = {path: settle(city, path, name) for path, name in zip(PLACES, "甲乙丙丁", strict=False)}
        file_last_quarter(city)
        close_days(dt.date(2026, 7, 1), FILED)
        posts = {path: Post.objects.get(user=city.officer(path).user) for path in MOVED}
        clerk = Post.objects.get(user=city.officer(STREET, Role.CLERK).user)
        before = Standing(city)
        merge_regions(
            actor=before.boss,
            into=before.regions[OTHER_STREET],
            from_=[before.regions[STREET]],
            on=ON,
            reason="撤并街道",
            today=TODAY,
        )
        after = Standing(city)
        yield SimpleNamespace(
            city=city, settled=settled, before=before, after=after, posts=posts, clerk=clerk
        )


def plus(one, other):
    return {cell: one[cell] + other[cell] for cell in one}


def test_regions_keep_their_identity_and_get_new_paths(merged):
    for path in MOVED:
        old, new = merged.before.regions[path], merged.after.regions[path]
        assert (new.pk, new.code, new.name) == (old.pk, old.code, old.name)
        assert new.path.startswith(OTHER_STREET) and new.parent.path == OTHER_STREET
    closed = merged.after.regions[STREET]
    assert (closed.path, closed.closed_on, closed.successor.path) == (STREET, ON, OTHER_STREET)


def test_people_and_their_spells_lie_under_the_new_street(merged):
    for path in MOVED:
        new = merged.after.regions[path].path
        ids = [resident.pk for resident in vars(merged.settled[path]).values()]
        for model in (Employment, Registration, Visit):
            assert {row.path for row in model.objects.filter(resident__in=ids)} == {new}, model
        assert {row.path for row in Resident.objects.filter(pk__in=ids)} == {new}
    assert not Resident.objects.filter(path__startswith=STREET).exists()


def test_versions_before_the_day_keep_the_old_path(merged):
    for path in MOVED:
        new = merged.after.regions[path].path
        for resident in vars(merged.settled[path]).values():
            then, now = Facts.objects.filter(resident=resident).order_by("start")
            assert (then.path, then.stop) == (path, ON)
            assert (now.path, now.start, now.stop, now.hukou) == (new, ON, None, "10")
            assert now.household == then.household


def test_officers_go_along(merged):
    for path in MOVED:
        post = merged.posts[path]
        post.refresh_from_db()
        assert post.stop is None and post.office.region.path == merged.after.regions[path].path
    merged.clerk.refresh_from_db()
    assert merged.clerk.stop == ON
    held = Post.objects.filter(user=merged.clerk.user).held_on(TODAY).get()
    assert (held.office.region.path, held.role, held.start) == (OTHER_STREET, Role.CLERK, ON)


def test_what_was_frozen_is_as_it_was(merged):
    assert merged.after.frozen == merged.before.frozen
    assert {state for state, _ in merged.after.frozen.values()} == {Filing.State.LOCKED}
    assert merged.after.behind == merged.before.behind
    assert merged.before.behind[STREET]["employed", "total"] == ["乙帮扶", "乙职工", "甲帮扶", "甲职工"]
    for path in MOVED:
        filing = Filing.objects.get(region=merged.after.regions[path], first=LAST.first)
        assert (filing.path, filing.last) == (path, LAST.last)
        assert {s.path for s in FrozenSubject.objects.filter(freeze__filing=filing)} == {path}


def test_names_of_frozen_people_stay_after_a_correction(merged):
    person = Resident.objects.get(pk=merged.settled[HERE].worker.pk)
    with transaction.atomic():
        correct_name(actor=merged.after.boss, resident=person, name="改名后", today=TODAY)
        with reading_all():
            behind = {path: merged.after.behind_of(path) for path in PLACES[:-1]}
        transaction.set_rollback(True)
    assert behind == merged.before.behind


def test_the_last_quarter_counted_anew_is_as_before(merged):
    for path in PLACES:
        quarter = (path, LAST.code)
        assert merged.after.live[quarter] == merged.before.live[quarter], path
    street = merged.after.live[STREET, LAST.code]
    assert street["employed", "total"] == 4 and street["zero_households_recognised", "total"] == 2


def test_the_running_quarter_is_under_the_new_street(merged):
    before, after = merged.before.live, merged.after.live
    assert not any(after[STREET, RUNNING.code].values())
    assert after[OTHER_STREET, RUNNING.code] == plus(
        before[OTHER_STREET, RUNNING.code], before[STREET, RUNNING.code]
    )
    assert after[OTHER_STREET, RUNNING.code]["newly_employed", "total"] == 4
    for path in (*MOVED, COUNTY, CITY):
        assert after[path, RUNNING.code] == before[path, RUNNING.code], path


def test_an_overdue_household_is_owed_by_the_new_street(merged):
    overdue = ("bx-zero-household", dt.date(2026, 9, 9), "overdue")
    assert merged.before.owed[STREET][overdue] == 2
    assert merged.after.owed[STREET][overdue] == 0
    assert merged.after.owed[OTHER_STREET][overdue] == 4
    assert merged.after.owed[HERE] == merged.before.owed[HERE]


def test_months_that_are_over_stay_with_the_old_street(merged):
    july, november = (
        ("bx-follow-up", dt.date(2026, 8, 31), "done"),
        ("bx-follow-up", dt.date(2026, 11, 30), "open"),
    )
    assert [merged.after.owed[path][july] for path in (STREET, OTHER_STREET)] == [2, 2]
    assert [merged.before.owed[path][november] for path in (STREET, OTHER_STREET)] == [2, 2]
    assert [merged.after.owed[path][november] for path in (STREET, OTHER_STREET)] == [0, 4]
    for path in (COUNTY, CITY):
        assert merged.after.owed[path] == merged.before.owed[path], path


def test_the_running_report_is_followed_by_the_new_officers_only(merged):
    clerk = merged.city.officer(OTHER_STREET, Role.CLERK)
    with scope.entered(scope.Scope.of(OTHER_STREET)):
        seen = set(Resident.objects.values_list("name", flat=True))
        assert {"甲职工", "乙失业", "丙帮扶"} <= seen
    found = report(merged.after.regions[OTHER_STREET], FORM, RUNNING, TODAY)
    shown = people(actor=clerk, found=found, row="registered_unemployed", column="total", today=TODAY)
    assert sorted(person.name for person in shown.shown) == ["丁失业", "丙失业", "乙失业", "甲失业"]
    assert all(person.is_here for person in shown.shown)
