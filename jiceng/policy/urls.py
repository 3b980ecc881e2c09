"""The packs in force, and the holiday table."""

from django.urls import path

from jiceng.policy import calendars, views

urlpatterns = [
    path("policy/", views.packs, name="policy"),
    path("policy/entry/", views.entry, name="policy-entry"),
    path("holidays/", calendars.holidays, name="holidays"),
]
