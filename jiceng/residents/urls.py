"""The ledger of visits."""

from django.urls import path

from jiceng.core.ledgers import ledger_view
from jiceng.residents.ledgers import VISITS

urlpatterns = [
    path("visits/", ledger_view(VISITS), name="visits"),
]
