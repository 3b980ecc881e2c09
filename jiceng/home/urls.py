"""Pages that join rooms: the first page, the search, a person."""

from django.urls import path

from jiceng.core.ledgers import ledger_view
from jiceng.employers.ledgers import EMPLOYERS
from jiceng.home import views
from jiceng.residents.ledgers import RESIDENTS

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("residents/", ledger_view(RESIDENTS), name="residents"),
    path("residents/<int:pk>/", views.person, name="person"),
    path("employers/", ledger_view(EMPLOYERS), name="employers"),
]
