"""The forms of acts on residents, one a service. Their choices hold only what lies in the current scope."""

from jiceng.residents.forms.answering import AssignForm, CloseChangeListForm, HandOverForm
from jiceng.residents.forms.entries import FactEntries, community_field, fact_fields
from jiceng.residents.forms.facts import CorrectNameForm, RecordFactsForm, RegisterResidentForm
from jiceng.residents.forms.households import (
    HouseholdForm,
    JoinForm,
    MergeHouseholdsForm,
    RelationsForm,
    SplitForm,
)
from jiceng.residents.forms.merging import DistinguishForm, MergeForm, SeparateForm, TwoNumbersForm
from jiceng.residents.forms.moving import DecisionForm, DepartureForm, MoveForm, ObjectionForm, ReturnForm
from jiceng.residents.forms.numbers import DecideNumberForm, ProposeNumberForm
from jiceng.residents.forms.visiting import VisitForm, members_of

__all__ = [
    "AssignForm",
    "CloseChangeListForm",
    "CorrectNameForm",
    "DecideNumberForm",
    "DecisionForm",
    "DepartureForm",
    "DistinguishForm",
    "FactEntries",
    "HandOverForm",
    "HouseholdForm",
    "JoinForm",
    "MergeForm",
    "MergeHouseholdsForm",
    "MoveForm",
    "ObjectionForm",
    "ProposeNumberForm",
    "RecordFactsForm",
    "RegisterResidentForm",
    "RelationsForm",
    "ReturnForm",
    "SeparateForm",
    "SplitForm",
    "TwoNumbersForm",
    "VisitForm",
    "community_field",
    "fact_fields",
    "members_of",
]
