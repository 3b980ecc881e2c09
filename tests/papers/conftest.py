"""The small site of officers with Benxi's pack in force, on a fixed day."""

import pytest

from jiceng.accounts.actors import command_actor
from jiceng.core import scope
from jiceng.policy import packs
from jiceng.policy.services import enact
from tests.oracle.small import TODAY, day
from tests.site import Site


@pytest.fixture
def city(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Officers of every kind, and two residents in each community."""
    monkeypatch.setenv("JICENG_TODAY", TODAY)
    with scope.entered(scope.WHOLE):
        text = packs.shipped()["benxi-2009"]
        enact(actor=command_actor(), text=text, region=site.regions["2105"], today=day(TODAY))
    return site
