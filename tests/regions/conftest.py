"""A small tree: two counties, three streets, four communities; and a recorder of signals."""

import datetime as dt
from contextlib import contextmanager

import pytest
from django.dispatch import Signal

from jiceng.regions import signals
from jiceng.regions.rules import LEVELS, office_name
from tests.regions.organiser import Organiser

TREE = [
    ("21", None, "辽宁省"),
    ("2105", "21", "本溪市"),
    ("210502", "2105", "平山区"),
    ("210502001", "210502", "南地街道"),
    ("210502001001", "210502001", "南地社区居委会"),
    ("210502001002", "210502001", "东进社区居委会"),
    ("210502003", "210502", "平山街道"),
    ("210502003001", "210502003", "平山社区居委会"),
    ("210503", "2105", "溪湖区"),
    ("210503001", "210503", "河东街道"),
    ("210503001005", "210503001", "河东社区居委会"),
]


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """Keep the rooms above from following: their tests say what they do."""
    for signal in vars(signals).values():
        if isinstance(signal, Signal):
            monkeypatch.setattr(signal, "receivers", [])


@pytest.fixture
def tree(db):
    """The regions of the small tree by path."""
    from jiceng.regions.models import Office, Region

    regions = {}
    for path, above, name in TREE:
        parent = regions.get(above)
        regions[path] = Region.objects.create(
            code=path.ljust(12, "0"), path=path, parent=parent, level=LEVELS.index(len(path)) + 1, name=name
        )
        Office.objects.create(
            region=regions[path], name=office_name(regions[path].level, name, parent.name if parent else "")
        )
    return regions


@pytest.fixture
def act():
    """The arguments that every change of the tree takes."""
    return {
        "actor": Organiser(),
        "on": dt.date(2026, 8, 10),
        "reason": "本政发〔2026〕8号 撤并",
        "today": dt.date(2026, 8, 20),
    }


@pytest.fixture
def heard():
    """What is sent by a signal, as a list of its arguments."""

    @contextmanager
    def listen(name):
        calls = []

        def receiver(sender, signal, **arguments):
            calls.append(arguments)

        signal = getattr(signals, name)
        signal.connect(receiver)
        try:
            yield calls
        finally:
            signal.disconnect(receiver)

    return listen
