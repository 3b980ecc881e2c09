"""The region tree."""

from django.urls import path

from jiceng.regions import views

urlpatterns = [
    path("regions/", views.tree, name="regions"),
    path("regions/<slug:code>/", views.tree, name="region"),
    path("regions/<slug:code>/<slug:act>/", views.change, name="region-change"),
]
