"""Changes of state of residents: register, facts, households, visits, moves, departures, who answers.

Every service takes the `actor` and the business date `today`, asks permission first, is all or nothing, logs
itself and returns an `Act` that `jiceng.accounts.acts.undo` takes back within ten minutes. What cannot be
done raises a `jiceng.core.registers.Refused` with a message for users.
"""

from jiceng.residents.services.asking import Refusal, Refusals, refusals_in, refusals_of
from jiceng.residents.services.assigning import (
    HANDED_OVER,
    AssignmentRefused,
    assign_officer,
    caseload,
    hand_over,
    officers_for,
)
from jiceng.residents.services.change_lists import ClosingRefused, Listed, change_list, close_change_list
from jiceng.residents.services.departing import (
    departure_taken_back,
    record_departure,
    record_return,
    resident_departed,
)
from jiceng.residents.services.duplicates import Suspicion, suspected_duplicates
from jiceng.residents.services.facts import FACTS, FactsRefused, Shown, correct_facts, record_facts
from jiceng.residents.services.following import follows_household, follows_resident
from jiceng.residents.services.households import (
    HouseholdRefused,
    join_household,
    members_on,
    merge_households,
    set_relations,
    split_household,
)
from jiceng.residents.services.merging import (
    Collision,
    MergeRefused,
    collisions,
    days_of,
    distinguish,
    merge_residents,
    separate,
)
from jiceng.residents.services.moving import MoveRefused, move_resident
from jiceng.residents.services.numbers import (
    NumberClaimedHere,
    NumberRefused,
    decide_number,
    propose_number,
)
from jiceng.residents.services.objecting import decide_objection, object_to_move
from jiceng.residents.services.registering import (
    AlreadyHere,
    RegisteredElsewhere,
    ResidentRefused,
    claim_of,
    correct_name,
    open_household,
    register_resident,
    require_unclaimed,
)
from jiceng.residents.services.standing import latest_version, left_on, place_of
from jiceng.residents.services.visits import VisitRefused, record_visit

__all__ = [
    "FACTS",
    "HANDED_OVER",
    "AlreadyHere",
    "AssignmentRefused",
    "ClosingRefused",
    "Collision",
    "FactsRefused",
    "HouseholdRefused",
    "Listed",
    "MergeRefused",
    "MoveRefused",
    "NumberClaimedHere",
    "NumberRefused",
    "RegisteredElsewhere",
    "Refusal",
    "Refusals",
    "ResidentRefused",
    "Shown",
    "Suspicion",
    "VisitRefused",
    "assign_officer",
    "caseload",
    "change_list",
    "claim_of",
    "close_change_list",
    "collisions",
    "correct_facts",
    "correct_name",
    "days_of",
    "decide_number",
    "decide_objection",
    "departure_taken_back",
    "distinguish",
    "follows_household",
    "follows_resident",
    "hand_over",
    "latest_version",
    "join_household",
    "left_on",
    "members_on",
    "merge_households",
    "merge_residents",
    "move_resident",
    "object_to_move",
    "officers_for",
    "open_household",
    "place_of",
    "propose_number",
    "record_departure",
    "record_facts",
    "record_return",
    "record_visit",
    "refusals_in",
    "refusals_of",
    "register_resident",
    "require_unclaimed",
    "resident_departed",
    "separate",
    "set_relations",
    "split_household",
    "suspected_duplicates",
]
