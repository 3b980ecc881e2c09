"""Every address of the product for every kind of stranger: logged out, of another place, of too low a role.

An address with an argument needs a line in ROWS: the row of the community HERE that it would show; or one in
NAMED when its argument names no row of anybody. An address that changes something and that every officer may
use stands in ANYBODY.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from jiceng.accounts.actors import command_actor
from jiceng.accounts.models import AuditEntry
from jiceng.assistance.models import Determination, Recognition
from jiceng.core import scope
from jiceng.core.models import HeaderAlias, ImportRun
from jiceng.employment.models import Employment
from jiceng.policy import packs
from jiceng.policy.models import Waiver
from jiceng.policy.services import enact
from jiceng.residents.models import Facts
from tests import rulings
from tests.dispatch.rows import a_charge, a_dispatch, a_meeting, a_reply, a_seat
from tests.home.caseload_rows import a_caseload, a_hand_over
from tests.oracle.small import HERE
from tests.site import Site
from tests.worlds import day

pytestmark = pytest.mark.django_db
TODAY = "2026-12-31"

PUBLIC = {"login", "logout", "help", "help-chapter", "help-whole", "help-search"}
# Changes of the officer's own session and account, and questions that are not written in the address.
ANYBODY = {"login", "logout", "lock", "unlock", "password", "switch-post", "search"}
ANYBODY |= {"first-day-put-away", "help-search"}
# Pages that need more than looking: a worker finds them closed.
CLOSED_TO_WORKERS = {
    "officers",
    "officer-new",
    "officer",
    "audit",
    "pack-upload",
    "data-checks",
    "region-merge",
}
# A revision is there only after a correction of a frozen report.
NOT_IN_A_NEW_CITY = {"report-revision"}


def facts_of(site: Site) -> Facts:
    """The facts of the first resident."""
    with scope.entered(scope.WHOLE):
        return Facts.objects.get(resident=site.residents[HERE][0])


def an_act(site: Site) -> AuditEntry:
    """An act that was logged in the community."""
    user = site.posts["worker"].user
    with scope.entered(scope.WHOLE):
        return AuditEntry.objects.create(user=user, role="worker", action="visit_recorded", path=HERE)


def a_duty(site: Site) -> dict[str, Any]:
    """A follow-up visit owed to the first resident."""
    resident = site.residents[HERE][0]
    start = day("2026-01-01")
    row = {"region": resident.region, "path": HERE, "resident": resident, "start": start, "known_on": start}
    with scope.entered(scope.WHOLE):
        for register, more in ((Determination, {"category": "4050人员"}), (Employment, {"form": "022"})):
            if not register.objects.filter(resident=resident).exists():
                register.objects.create(**row, **more)
    return {"code": "bx-follow-up", "pk": resident.pk, "since": "2026-12-01"}


def a_waiver(site: Site) -> dict[str, Any]:
    """A waiver that the worker has asked for."""
    duty, last = a_duty(site), day("2026-12-31")
    who = {"duty": duty["code"], "subject": "resident", "subject_id": duty["pk"], "path": HERE}
    asked = {"start": last, "last": last, "reason": "王伟明住院", "asked_by": site.posts["worker"].user}
    with scope.entered(scope.WHOLE):
        return {"pk": Waiver.objects.create(**who, **asked).pk}


def its_undoing(site: Site) -> dict[str, Any]:
    """An act of the administrator, who alone could undo it."""
    user = site.posts["administrator"].user
    with scope.entered(scope.WHOLE):
        made = AuditEntry.objects.create(user=user, role="administrator", action="visit_recorded", path=HERE)
    return a_duty(site) | {"entry": made.pk}


def a_recognition(site: Site) -> Recognition:
    """A recognition of the household of the first resident."""
    facts = facts_of(site)
    with scope.entered(scope.WHOLE):
        place = {"region_id": facts.region_id, "path": facts.path, "known_on": day("2026-01-01")}
        recognitions = Recognition.objects
        found = recognitions.filter(household_id=facts.household_id).first()
        return found or recognitions.create(household_id=facts.household_id, start=day("2026-01-01"), **place)


def a_run(site: Site) -> dict[str, Any]:
    """An import of the community."""
    region, user = site.regions[HERE], site.posts["worker"].user
    with scope.entered(scope.WHOLE):
        run = ImportRun.objects.create(
            region=region, path=HERE, started_by=user, ledger="visits", file_name="王伟明.xlsx"
        )
    return {"pk": run.pk}


def an_alias(site: Site) -> dict[str, Any]:
    """What the community said that a header stands for; the administrator stands for its office here."""
    region, user = site.regions[HERE], site.posts["worker"].user
    with scope.entered(scope.WHOLE):
        made = HeaderAlias.objects.get_or_create(
            region=region, path=HERE, ledger="visits", header="身份证号", defaults={"set_by": user}
        )
    return {"pk": made[0].pk}


REPORT = {"form": "bx-quarterly", "region": HERE, "period": "2026Q3"}
ROWS: dict[str, Callable[[Site], dict[str, Any]]] = {
    "person": lambda site: {"pk": site.residents[HERE][0].pk},
    "person-why": lambda site: {"pk": site.residents[HERE][0].pk, "code": "employed"},
    "move": rulings.a_move,
    "duplicate": lambda site: dict(zip(("pk", "other"), (p.pk for p in site.residents[HERE]), strict=True)),
    "separation": rulings.a_ruling,
    "number-proposal": rulings.a_proposal,
    "data-check": lambda site: {"column": "hukou", "pk": facts_of(site).pk},
    "person-number": lambda site: {"pk": site.residents[HERE][0].pk},
    "person-fact": lambda site: {"pk": site.residents[HERE][0].pk, "name": "phone"},
    "person-act": lambda site: {"pk": site.residents[HERE][0].pk, "code": "visit"},
    "person-preview": lambda site: {"pk": site.residents[HERE][0].pk, "code": "record-employment"},
    "person-undo": lambda site: {"pk": site.residents[HERE][0].pk, "entry": an_act(site).pk},
    "person-void": lambda site: {
        "pk": site.residents[HERE][0].pk,
        "register": "facts",
        "row": facts_of(site).pk,
    },
    "person-papers": lambda site: {"pk": site.residents[HERE][0].pk},
    "person-paper": lambda site: {"pk": site.residents[HERE][0].pk, "code": "hardship-form"},
    "person-dossier": lambda site: {"pk": site.residents[HERE][0].pk},
    "household-papers": lambda site: {"pk": facts_of(site).household_id},
    "household-paper": lambda site: {"pk": facts_of(site).household_id, "code": "zero-household-form"},
    "household-dossier": lambda site: {"pk": facts_of(site).household_id},
    "household": lambda site: {"pk": facts_of(site).household_id},
    "household-why": lambda site: {"pk": facts_of(site).household_id, "code": "zero_household_found"},
    "household-act": lambda site: {"pk": facts_of(site).household_id, "code": "visit"},
    "household-undo": lambda site: {"pk": facts_of(site).household_id, "entry": an_act(site).pk},
    "household-void": lambda site: {
        "pk": facts_of(site).household_id,
        "register": "recognition",
        "row": a_recognition(site).pk,
    },
    "caseload": a_caseload,
    "caseload-hand-over": a_caseload,
    "handover": a_hand_over,
    "handover-undo": a_hand_over,
    **dict.fromkeys(("charge", "charge-reply", "charge-judge", "charge-withdraw"), a_charge),
    "charge-file": a_charge,
    "reply-file": a_reply,
    **dict.fromkeys(("meeting", "meeting-attendance", "meeting-minutes"), a_meeting),
    "seat": a_seat,
    "minutes-file": a_seat,
    "dispatch-undo": a_dispatch,
    "duty-act": a_duty,
    "duty-undo": its_undoing,
    "waiver-ask": a_duty,
    "waiver-agree": a_waiver,
    "waiver-refuse": a_waiver,
    "officer": lambda site: {"pk": site.posts["worker"].user_id},
    "officer-post": lambda site: {"pk": site.posts["worker"].user_id},
    "officer-password": lambda site: {"pk": site.posts["worker"].user_id},
    "post-end": lambda site: {"pk": site.posts["worker"].pk},
    "import-run": a_run,
    "import-rejects": a_run,
    "import-again": a_run,
    "import-correct": a_run,
    "import-columns": a_run,
    "import-undo": a_run,
    "import-alias-forget": an_alias,
    "region": lambda site: {"code": HERE},
    "region-change": lambda site: {"code": HERE, "act": "office"},
    "report": lambda site: REPORT,
    "report-late": lambda site: REPORT,
    "report-submit": lambda site: REPORT,
    "report-accept": lambda site: REPORT,
    "report-return": lambda site: REPORT,
    "report-export": lambda site: REPORT,
    "report-print": lambda site: REPORT,
    "report-children": lambda site: REPORT,
    "report-cell": lambda site: REPORT | {"row": "employed", "column": "total"},
    "report-changes": lambda site: REPORT | {"row": "employed", "column": "total"},
    "report-definition": lambda site: REPORT | {"row": "employed"},
    "report-revision": lambda site: REPORT | {"number": 1},
}

NAMED = {
    "help-chapter": {"slug": "first-day"},
    "official-ledger": {"code": "unemployed"},
    "official-ledger-take": {"code": "unemployed"},
    "duty-list": {"code": "bx-follow-up"},
    "population-changes": {"code": "employed"},
}


def addresses() -> Iterator[tuple[str, set[str]]]:
    """Name and arguments of every address."""
    waiting: list[Any] = list(get_resolver().url_patterns)
    while waiting:
        pattern = waiting.pop()
        if isinstance(pattern, URLResolver):
            waiting += pattern.url_patterns
        elif isinstance(pattern, URLPattern):
            yield str(pattern.name), set(re.findall(r"<(?:\w+:)?(\w+)>", str(pattern.pattern)))


ARGUMENTS = dict(addresses())
EVERY = sorted(ARGUMENTS)
WITH_ROW = sorted(name for name, arguments in ARGUMENTS.items() if arguments and name not in NAMED)
WITHOUT_ROW = sorted(set(EVERY) - set(WITH_ROW))


@pytest.fixture
def city(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The site with Benxi's pack in force, on a fixed day."""
    monkeypatch.setenv("JICENG_TODAY", TODAY)
    with scope.entered(scope.WHOLE):
        text = packs.shipped()["benxi-2009"]
        enact(actor=command_actor(), text=text, region=site.regions["2105"], today=day(TODAY))
    return site


def address(site: Site, name: str) -> str:
    """The address of the page, of a row of HERE if it has one."""
    return reverse(name, kwargs=ROWS[name](site) if name in ROWS else NAMED.get(name, {}))


def told(reply: Any) -> str:
    """What a reply says, if it is text."""
    return reply.content.decode(errors="ignore") if not reply.streaming else ""


def test_every_address_with_an_argument_names_a_row():
    assert set(WITH_ROW) == set(ROWS)
    assert len(EVERY) == len(list(addresses()))
    assert set(EVERY) >= ANYBODY | PUBLIC | CLOSED_TO_WORKERS | set(NAMED)
    assert "None" not in EVERY


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(set(EVERY) - PUBLIC))
def test_who_has_not_signed_in_is_sent_to_the_login(city, name, method):
    reply = getattr(Client(), method)(address(city, name))
    assert reply.status_code == 302
    assert reply.headers["Location"].startswith("/login/")


@pytest.mark.parametrize("name", sorted(set(WITH_ROW) - NOT_IN_A_NEW_CITY))
def test_the_administrator_of_the_place_finds_the_row(city, name):
    """Or the tests of strangers would pass because nothing is there."""
    client = city.client("administrator")
    found = [getattr(client, method)(address(city, name)).status_code for method in ("get", "post")]
    assert set(found) - {404, 405}, f"{name}: {found}"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", WITH_ROW)
def test_rows_of_another_place_are_not_found(city, name, method):
    """By an administrator, who holds every right in his own place."""
    reply = getattr(city.client("far-administrator"), method)(address(city, name))
    assert reply.status_code in (404, 405)
    assert "王伟明" not in told(reply)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", WITH_ROW)
def test_rows_of_another_community_are_not_found_by_the_same_role(city, name, method):
    reply = getattr(city.client("neighbour"), method)(address(city, name))
    assert reply.status_code in (403, 404, 405)
    assert "王伟明" not in told(reply)


@pytest.mark.parametrize("login", ["neighbour", "far-administrator"])
@pytest.mark.parametrize("name", sorted(set(WITHOUT_ROW) - PUBLIC))
def test_lists_hold_nobody_of_another_place(city, name, login):
    client = city.client(login)
    for reply in (client.get(address(city, name)), client.post(address(city, name))):
        assert reply.status_code < 500
        assert "王伟明" not in told(reply) and "南地社区居委会商店" not in told(reply)


@pytest.mark.parametrize("name", sorted(set(EVERY) - ANYBODY))
def test_who_may_only_look_changes_nothing(city, name):
    reply = city.client("auditor").post(address(city, name))
    assert reply.status_code in (403, 404, 405)


@pytest.mark.parametrize("name", sorted(CLOSED_TO_WORKERS))
def test_pages_of_higher_roles_are_closed(city, name):
    assert city.client("worker").get(address(city, name)).status_code == 403
