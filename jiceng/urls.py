"""Every address of the product, in plain lists."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("jiceng.home.urls")),
    path("", include("jiceng.accounts.urls")),
    path("", include("jiceng.regions.urls")),
    path("", include("jiceng.policy.urls")),
    path("", include("jiceng.residents.urls")),
    path("", include("jiceng.employment.urls")),
    path("", include("jiceng.labour.urls")),
    path("", include("jiceng.assistance.urls")),
    path("", include("jiceng.dispatch.urls")),
    path("", include("jiceng.reporting.urls")),
    path("", include("jiceng.papers.urls")),
    path("", include("jiceng.manual.urls")),
]
