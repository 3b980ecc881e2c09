"""Official ledgers, and the papers of a person or household."""

from django.urls import path

from jiceng.papers.views import ledgers, papers

urlpatterns = [
    path("ledgers/", ledgers.index, name="official-ledgers"),
    path("ledgers/volumes/print/", ledgers.volumes, name="volumes"),
    path("ledgers/<slug:code>/", ledgers.ledger, name="official-ledger"),
    path("ledgers/<slug:code>/take/", ledgers.take, name="official-ledger-take"),
    path("residents/<int:pk>/papers/", papers.person_papers, name="person-papers"),
    path("residents/<int:pk>/papers/<slug:code>/", papers.person_paper, name="person-paper"),
    path("households/<int:pk>/papers/", papers.household_papers, name="household-papers"),
    path("households/<int:pk>/papers/<slug:code>/", papers.household_paper, name="household-paper"),
]
