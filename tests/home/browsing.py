"""Browsers for the tests of pages: signed in, with and without script."""

from typing import Any

from django.test import Client

from jiceng.accounts.actors import Actor

HTMX = {"HTTP_HX_REQUEST": "true"}


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
