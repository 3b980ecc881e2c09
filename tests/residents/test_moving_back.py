"""A move undone, or taken back after an objection, leaves the state before, whatever the person has."""

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiceng.accounts.acts import undo
from jiceng.core import scope
from jiceng.residents.models import IdentityClaim, Move
from jiceng.residents.services import decide_objection, move_resident, object_to_move
from tests.factories import ACROSS, COUNTY, HERE, NEXT, TODAY, MiniCity
from tests.residents.test_services_merging import OWN, REGISTERS, SPELL, fill
from tests.worlds import rolled_back


def standing():
    """All rows that stand, but for versions and marks of change, and who looks after whom."""
    with scope.entered(scope.WHOLE):
        rows = [
            [getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in OWN]
            for model in REGISTERS
            for row in model.objects.order_by("pk")
        ]
        return rows, list(IdentityClaim.objects.order_by("pk").values_list("resident_id", "region_id"))


def object_and_take_back(city):
    loser = city.officer(HERE)
    superior = city.officer(COUNTY, "clerk")
    with scope.entered(loser.scope):
        move = Move.objects.get(direction="out")
        object_to_move(actor=loser, move=move, reason="本人仍住原址", today=TODAY)
    with scope.entered(superior.scope):
        move = Move.objects.get(direction="out")
        decide_objection(actor=superior, move=move, stands=False, answer="经核实", today=TODAY)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    jobs=st.lists(SPELL, max_size=2),
    determinations=st.lists(SPELL, max_size=1),
    visits=st.integers(0, 2),
    days_ago=st.integers(0, 400),
    household=st.sampled_from(["", "7"]),
    is_objected_to=st.booleans(),
)
def test_a_move_taken_back_leaves_the_state_before(
    db, jobs, determinations, visits, days_ago, household, is_objected_to
):
    with rolled_back():
        city = MiniCity(with_pack=False)
        resident = city.resident(household=household)
        fill(city, resident, jobs, determinations, visits)
        to = ACROSS if is_objected_to else NEXT
        receiver = city.officer(to)
        before = standing()
        with scope.entered(receiver.scope):
            act = move_resident(
                actor=receiver,
                claim=IdentityClaim.objects.get(resident_id=resident.pk),
                to_region=city.regions[to],
                on=TODAY - dt.timedelta(days=days_ago),
                reason="购房迁入",
                today=TODAY,
            )
        assert standing() != before
        if is_objected_to:
            object_and_take_back(city)
        else:
            with scope.entered(receiver.scope):
                undo(actor=receiver, entry=act.entry, now=act.entry.at, today=TODAY)
        assert standing() == before
