"""The ledgers of visits and moves."""

from django.urls import path

from jiceng.core.ledgers import ledger_view
from jiceng.residents.ledgers import MOVES, VISITS

urlpatterns = [
    path("visits/", ledger_view(VISITS), name="visits"),
    path("moves/", ledger_view(MOVES), name="moves"),
]
