"""Browsers for the tests of pages: signed in, with and without script."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiceng.accounts.actors import Actor

HTMX = {"HTTP_HX_REQUEST": "true"}
QUERIES_OF_LOGIN = 3  # session, user, posts


def client_of(actor: Actor) -> Client:
    """A browser in which the officer has signed in."""
    client = Client()
    client.force_login(actor.user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def body(reply: Any) -> str:
    """The page, which was answered."""
    assert reply.status_code == 200, reply.content.decode()[:400]
    text: str = reply.content.decode()
    return text


def queries_of(client: Client, address: str) -> list[str]:
    """The statements by which a page reads, seen for the second time, besides those of login and guard."""
    body(client.get(address))
    with CaptureQueriesContext(connection) as captured:
        body(client.get(address))
    statements = [query["sql"] for query in captured]
    reading = [sql for sql in statements if sql.lower().lstrip("( ").startswith("select")]
    return [sql for sql in reading if "set_config" not in sql][QUERIES_OF_LOGIN:]
