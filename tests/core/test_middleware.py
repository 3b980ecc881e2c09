"""The guard: one transaction around view and rendering; reading cannot write; failures leave nothing."""

import datetime as dt

import pytest
from django.db import transaction
from django.db.utils import InternalError
from django.http import Http404, HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.urls import include, path

from jiceng.accounts.actors import Actor
from jiceng.core import scope
from jiceng.core.differences import Difference
from jiceng.core.middleware import Guard
from jiceng.core.models import Holiday
from jiceng.core.registers import Conflict
from jiceng.residents.models import Resident
from tests.oracle.small import HERE

pytestmark = pytest.mark.django_db
DAY = dt.date(1990, 1, 1)  # a day that no list of holidays holds


def write(request=None):
    Holiday.objects.create(day=DAY, is_working=False)
    return HttpResponse()


def names(request):
    """Read the register only while the template is rendered."""
    template = engines["django"].from_string("{% for each in rows %}{{ each.name }};{% endfor %}")
    return TemplateResponse(request, template, {"rows": Resident.objects.order_by("id")})


def write_and_raise(request):
    write()
    raise Http404


def fail(request):
    write()
    return HttpResponse(status=500)


def conflict(request):
    raise Conflict([Difference("联系电话", "12345678")], "李敏", "2026-10-01 09:30")


urlpatterns = [
    path("conflict/", conflict),
    path("names/", names),
    path("write/", write),
    path("write-and-raise/", write_and_raise),
    path("fail/", fail),
    path("", include("jiceng.urls")),
]
in_these_pages = pytest.mark.urls(__name__)


def request_of(method, actor=None):
    request = RequestFactory().generic(method, "/")
    request.actor = actor
    return request


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_requests_cannot_write(method):
    with pytest.raises(InternalError, match="read-only"):
        Guard(write)(request_of(method))
    assert not Holiday.objects.filter(day=DAY).exists()


def test_the_right_to_write_comes_back_after_a_reading_request():
    Guard(lambda request: HttpResponse())(request_of("GET"))
    write()


def test_post_writes():
    Guard(write)(request_of("POST"))
    assert Holiday.objects.filter(day=DAY).exists()


def test_without_an_actor_no_register_can_be_read():
    with pytest.raises(scope.ScopeMissing):
        Guard(lambda request: Resident.objects.count())(request_of("POST"))


def test_the_guard_answers_with_the_actors_scope(site):
    seen = []
    worker = site.posts["worker"].user

    def view(request):
        seen.append(scope.current())
        return HttpResponse()

    Guard(view)(request_of("GET", Actor(worker, "worker", HERE)))
    assert seen == [scope.Scope.of(HERE)]
    assert not scope.is_entered()


@in_these_pages
def test_a_template_is_rendered_within_the_scope(site):
    reply = site.client("worker").get("/names/")
    assert reply.content.decode() == "王伟明;王静;"


@in_these_pages
@pytest.mark.parametrize(("address", "status"), [("/write-and-raise/", 404), ("/fail/", 500)])
def test_a_failed_request_leaves_nothing(site, address, status):
    assert site.client("worker").post(address).status_code == status
    assert not Holiday.objects.filter(day=DAY).exists()
    assert not transaction.get_rollback()


@in_these_pages
def test_a_view_that_writes_on_get_is_an_error(site):
    client = site.client("worker")
    client.raise_request_exception = False
    assert client.get("/write/").status_code == 500


@in_these_pages
def test_a_conflict_says_what_changed_meanwhile(site):
    client = site.client("worker")
    page = client.post("/conflict/")
    fragment = client.post("/conflict/", HTTP_HX_REQUEST="true")
    assert page.status_code == fragment.status_code == 409
    for reply in (page, fragment):
        text = reply.content.decode()
        assert "李敏" in text and "联系电话" in text and "12345678" in text
    assert "shell-header" in page.content.decode() and "shell-header" not in fragment.content.decode()
