"""A letter opens one thing: the acts of a page share their keys with nothing else on it."""

import re
from collections import Counter
from pathlib import Path

import jiceng.home
from jiceng.home.views.act_table import HOUSEHOLD_ACTS, PERSON_ACTS

TEMPLATES = Path(jiceng.home.__file__).parent / "templates" / "home"
KEYS_IN_TEMPLATES = {"person": ("person", "assist_card"), "household": ("household", "assist_card")}
CORRECTING_THE_PHONE = "D"


def keys(page, kinds):
    """The letters of a page, those of its acts and those that its templates write."""
    text = "".join((TEMPLATES / f"{name}.html").read_text("utf-8") for name in KEYS_IN_TEMPLATES[page])
    return [kind.key for kind in kinds.values() if kind.key] + re.findall(r'\bkey="([A-Z])"', text)


def twice(letters):
    return [letter for letter, times in Counter(letters).items() if times > 1]


def test_no_letter_means_two_things_on_the_page_of_a_person():
    assert twice([*keys("person", PERSON_ACTS), CORRECTING_THE_PHONE]) == []


def test_no_letter_means_two_things_on_the_page_of_a_household():
    assert twice(keys("household", HOUSEHOLD_ACTS)) == []
