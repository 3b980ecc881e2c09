"""A mini city, and a worker of its first community at work there."""

from collections.abc import Iterator

import pytest

from jiceng.accounts.actors import Actor
from jiceng.core import scope
from tests.factories import MiniCity


@pytest.fixture
def city(db: None) -> MiniCity:
    return MiniCity()


@pytest.fixture
def worker(city: MiniCity) -> Iterator[Actor]:
    """The worker; the test runs in the scope of the community."""
    actor = city.officer()
    with scope.entered(actor.scope):
        yield actor
