"""Official ledgers, and the papers of a person or household."""

from django.urls import path

from jiceng.papers.views import ledgers

urlpatterns = [
    path("ledgers/", ledgers.index, name="official-ledgers"),
    path("ledgers/<slug:code>/", ledgers.ledger, name="official-ledger"),
    path("ledgers/<slug:code>/take/", ledgers.take, name="official-ledger-take"),
]
