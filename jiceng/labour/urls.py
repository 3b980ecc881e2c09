"""The ledgers of people on the move, of the laid-off and of flexible workers."""

from django.urls import path

from jiceng.core.ledgers import ledger_view
from jiceng.labour.ledgers import FLEXIBLE, INCOMING, LAIDOFF, TRANSFERRED

urlpatterns = [
    path("flexible/", ledger_view(FLEXIBLE), name="flexible"),
    path("laid-off/", ledger_view(LAIDOFF), name="laid-off"),
    path("incoming/", ledger_view(INCOMING), name="incoming"),
    path("transferred/", ledger_view(TRANSFERRED), name="transferred"),
]
