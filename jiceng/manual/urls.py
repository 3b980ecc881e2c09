"""The handbook."""

from django.urls import path

from jiceng.manual import views

urlpatterns = [
    path("help/", views.contents, name="help"),
    path("help/whole/", views.whole, name="help-whole"),
    path("help/search/", views.search, name="help-search"),
    path("help/<slug:slug>/", views.chapter, name="help-chapter"),
]
