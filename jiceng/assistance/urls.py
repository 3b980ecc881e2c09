"""The ledgers of employment assistance."""

from django.urls import path

from jiceng.assistance.ledgers import CANDIDATES, DETERMINATIONS, FOUND_HOUSEHOLDS, RECOGNITIONS
from jiceng.core.ledgers import ledger_view

urlpatterns = [
    path("candidates/", ledger_view(CANDIDATES), name="candidates"),
    path("determinations/", ledger_view(DETERMINATIONS), name="determinations"),
    path("zero-households/", ledger_view(FOUND_HOUSEHOLDS), name="zero-households"),
    path("recognitions/", ledger_view(RECOGNITIONS), name="recognitions"),
]
