"""The ledgers of employment assistance."""

from django.urls import path

from jiceng.assistance.ledgers import (
    CANDIDATES,
    DETERMINATIONS,
    FOLLOWED,
    FOUND_HOUSEHOLDS,
    PLANS,
    RECOGNITIONS,
    STEPS,
    URGENT,
)
from jiceng.core.ledgers import ledger_view

urlpatterns = [
    path("candidates/", ledger_view(CANDIDATES), name="candidates"),
    path("determinations/", ledger_view(DETERMINATIONS), name="determinations"),
    path("zero-households/", ledger_view(FOUND_HOUSEHOLDS), name="zero-households"),
    path("recognitions/", ledger_view(RECOGNITIONS), name="recognitions"),
    path("plans/", ledger_view(PLANS), name="plans"),
    path("plan-steps/", ledger_view(STEPS), name="plan-steps"),
    path("urgent/", ledger_view(URGENT), name="urgent"),
    path("followed-households/", ledger_view(FOLLOWED), name="followed-households"),
]
