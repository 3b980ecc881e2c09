"""The forms of acts on residents, one a service. Their choices hold only what lies in the current scope."""

from jiceng.residents.forms.answering import AssignForm, CloseChangeListForm, HandOverForm
from jiceng.residents.forms.entries import FactEntries, community_field, fact_fields
from jiceng.residents.forms.facts import CorrectNameForm, RecordFactsForm, RegisterResidentForm
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
    "FactEntries",
    "HandOverForm",
    "MoveForm",
    "ObjectionForm",
    "ProposeNumberForm",
    "RecordFactsForm",
    "RegisterResidentForm",
    "ReturnForm",
    "VisitForm",
    "community_field",
    "fact_fields",
    "members_of",
]
