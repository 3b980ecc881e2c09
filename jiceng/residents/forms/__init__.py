"""The forms of acts on residents, one a service. Their choices hold only what lies in the current scope."""

from jiceng.residents.forms.answering import AssignForm, CloseChangeListForm, HandOverForm
from jiceng.residents.forms.entries import FactEntries, community_field, fact_fields
from jiceng.residents.forms.facts import CorrectNameForm, RecordFactsForm, RegisterResidentForm
from jiceng.residents.forms.moving import DepartureForm, MoveForm, ReturnForm
from jiceng.residents.forms.visiting import VisitForm, members_of

__all__ = [
    "AssignForm",
    "CloseChangeListForm",
    "CorrectNameForm",
    "DepartureForm",
    "FactEntries",
    "HandOverForm",
    "MoveForm",
    "RecordFactsForm",
    "RegisterResidentForm",
    "ReturnForm",
    "VisitForm",
    "community_field",
    "fact_fields",
    "members_of",
]
