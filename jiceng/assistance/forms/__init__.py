"""Forms of assistance: decisions after review, plans, urgent placement, checks of stable employment."""

from jiceng.assistance.forms.deciding import (
    DetermineForm,
    EndDeterminationForm,
    EndRecognitionForm,
    RecogniseForm,
)
from jiceng.assistance.forms.planning import (
    AddStepForm,
    ClosePlanForm,
    FinishStepForm,
    PlanForm,
    ReviewForm,
)
from jiceng.assistance.forms.working import CheckForm, EndUrgentForm, UrgentForm

__all__ = [
    "AddStepForm",
    "CheckForm",
    "ClosePlanForm",
    "DetermineForm",
    "EndDeterminationForm",
    "EndRecognitionForm",
    "EndUrgentForm",
    "FinishStepForm",
    "PlanForm",
    "RecogniseForm",
    "ReviewForm",
    "UrgentForm",
]
