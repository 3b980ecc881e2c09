"""A world for each test: the small tree with Benxi's pack, within the scope of the whole deployment."""

from collections.abc import Iterator

import pytest

from tests.worlds import World, whole


@pytest.fixture
def world(db: None) -> Iterator[World]:
    with whole():
        yield World()
