"""The ledgers of employment and unemployment."""

from django.urls import path

from jiceng.core.ledgers import ledger_view
from jiceng.employment.ledgers import JOBS, REGISTRATIONS

urlpatterns = [
    path("unemployment/", ledger_view(REGISTRATIONS), name="unemployment"),
    path("employment/", ledger_view(JOBS), name="employment"),
]
