"""Pages that join rooms: the first page, the search, a person."""

from django.urls import path

from jiceng.core.ledgers import ledger_view
from jiceng.employers.ledgers import EMPLOYERS
from jiceng.home.views import front, person, search
from jiceng.residents.ledgers import RESIDENTS

urlpatterns = [
    path("", front.home, name="home"),
    path("search/", search.search, name="search"),
    path("residents/", ledger_view(RESIDENTS), name="residents"),
    path("residents/<int:pk>/", person.person, name="person"),
    path("employers/", ledger_view(EMPLOYERS), name="employers"),
]
