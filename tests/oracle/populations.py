"""The named sets of contracts 6: who belongs, over a span, and in which community each is counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from tests.oracle import definitions as define
from tests.oracle.facts import Ledgers, Person, Ruling

Household = tuple[str, str]  # community, number


def _by_form(form: str) -> Callable[[Person, date], bool]:
    def employed_so(person: Person, day: date) -> bool:
        spell = define.spell_on(person, day)
        return spell is not None and spell.form == form

    return employed_so


def _any_open(rulings: list[Ruling], day: date) -> bool:
    return any(define.open_on(ruling, day) for ruling in rulings)


# States stand on the last day of the span.
STATES: dict[str, Callable[[Person, date], bool]] = {
    "labour_resources": define.labour_resource,
    "employed": define.employed,
    "employed_unit": _by_form("010"),
    "employed_own_account": _by_form("021"),
    "employed_flexible": _by_form("022"),
    "employed_public_post": _by_form("030"),
    "employed_transferred": _by_form("040"),
    "registered_unemployed": define.registered_unemployed,
    "registered_unemployed_4050": define.candidate_4050,
    "candidate_4050": define.candidate_4050,
    "candidate_shack_resettled": define.candidate_shack_resettled,
    "hardship": define.hardship,
    "hardship_employed": define.hardship_employed,
}
# Flows happen within the span.
FLOWS: dict[str, Callable[[Person, date, date], bool]] = {
    "newly_employed": define.newly_employed,
    "re_employed": lambda person, first, last: bool(define.re_employments(person, first, last)),
    "re_employed_hardship": define.re_employed_hardship,
}
HOUSEHOLD_NAMES = {
    "zero_household_found": "zero_households_found",
    "zero_household_recognised": "zero_households_recognised",
}
HOUSEHOLD_SETS = (
    "zero_households_found",
    "zero_households_recognised",
    "zero_households_resolved",
    "zero_households_left",
)
NAMES = (*STATES, *FLOWS, "candidate_zero_household", *HOUSEHOLD_NAMES, *HOUSEHOLD_SETS)


def counted_in(person: Person, first: date, last: date) -> str | None:
    """The community in which a flow of the span counts the person.

    That of the last day; of who died or left in the span, the one where he lived last; else none.
    """
    if person.departed is not None and person.departed < first:
        return None
    return person.last_version(last).community


class Populations:
    """Membership of every named set, computed for everybody at once and kept by span."""

    def __init__(self, ledgers: Ledgers) -> None:
        self.ledgers = ledgers
        self._households: dict[date, dict[Household, list[Person]]] = {}
        self._found: dict[date, set[Household]] = {}
        self._residents: dict[tuple[str, date, date], dict[str, str]] = {}

    def is_of_households(self, name: str) -> bool:
        return name in HOUSEHOLD_NAMES or name in HOUSEHOLD_SETS

    def residents(self, name: str, first: date, last: date) -> dict[str, str]:
        """{identity number: community} of a set of residents."""
        key = name, first, last
        if key not in self._residents:
            self._residents[key] = self._compute(name, first, last)
        return self._residents[key]

    def _compute(self, name: str, first: date, last: date) -> dict[str, str]:
        found = {}
        for person in self.ledgers.people.values():
            if name in FLOWS:
                community = counted_in(person, first, last)
                if community is not None and FLOWS[name](person, first, last):
                    found[person.number] = community
            else:
                version = person.version(last)
                if version is not None and self._in_state(name, person, last):
                    found[person.number] = version.community
        return found

    def _in_state(self, name: str, person: Person, day: date) -> bool:
        if name != "candidate_zero_household":
            return STATES[name](person, day)
        version = person.version(day)
        if version is None or version.household is None or not define.counts_for_zero(person, day):
            return False
        return (version.community, version.household) in self.found(day)

    def households(self, day: date) -> dict[Household, list[Person]]:
        """Who lives in each household on the day."""
        if day not in self._households:
            homes: dict[Household, list[Person]] = defaultdict(list)
            for person in self.ledgers.people.values():
                version = person.version(day)
                if version is not None and version.household is not None:
                    homes[version.community, version.household].append(person)
            self._households[day] = homes
        return self._households[day]

    def found(self, day: date) -> set[Household]:
        """Zero-employment households on the day."""
        if day not in self._found:
            homes = self.households(day)
            self._found[day] = {key for key in homes if define.zero_household_found(homes[key], day)}
        return self._found[day]

    def household_set(self, name: str, first: date, last: date) -> set[Household]:
        """The keys of a set of households."""
        name = HOUSEHOLD_NAMES.get(name, name)
        if name == "zero_households_found":
            return self.found(last)
        recognitions = self.ledgers.recognitions
        if name == "zero_households_recognised":
            return {key for key, rulings in recognitions.items() if _any_open(rulings, last)}
        if name == "zero_households_resolved":
            return {key for key in recognitions if self._latest(key, first, last) and self.at_work(key, last)}
        if name == "zero_households_left":
            return {key for key in recognitions if self._left(key, first, last)}
        raise KeyError(name)

    def at_work(self, key: Household, day: date) -> bool:
        """A member is employed on the day."""
        return any(define.employed(person, day) for person in self.households(day).get(key, ()))

    def _latest(self, key: Household, first: date, last: date) -> Ruling | None:
        """The recognition by which the span counts a household: open on the eve or made in the span."""
        eve = first - define.ONE_DAY
        counted = [
            one
            for one in self.ledgers.recognitions[key]
            if one.start <= last and (define.open_on(one, eve) or one.start >= first)
        ]
        return max(counted, key=lambda one: one.start, default=None)

    def _left(self, key: Household, first: date, last: date) -> bool:
        recognition = self._latest(key, first, last)
        if recognition is None or self.at_work(key, last):
            return False
        ended = recognition.end is not None and recognition.end <= last
        return ended or key not in self.found(last)
