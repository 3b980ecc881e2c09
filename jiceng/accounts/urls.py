"""Signing in and out, the post, the password, the officers and offices of the region, the audit log."""

from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from jiceng.accounts import views
from jiceng.accounts.ledgers import OFFICERS, OFFICES
from jiceng.accounts.locking import open_while_locked
from jiceng.core.ledgers import ledger_view

urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("logout/", open_while_locked(login_not_required(auth.LogoutView.as_view())), name="logout"),
    path("lock/", views.lock_session, name="lock"),
    path("unlock/", views.unlock_session, name="unlock"),
    path("post/", views.switch_post, name="switch-post"),
    path("password/", views.Password.as_view(), name="password"),
    path("officers/", ledger_view(OFFICERS), name="officers"),
    path("officers/new/", views.add_officer, name="officer-new"),
    path("officers/<int:pk>/", views.officer, name="officer"),
    path("officers/<int:pk>/posts/", views.give_post, name="officer-post"),
    path("officers/<int:pk>/password/", views.reset_password, name="officer-password"),
    path("offices/", ledger_view(OFFICES), name="offices"),
    path("audit/", views.audit_log, name="audit"),
    path("posts/<int:pk>/end/", views.end_post, name="post-end"),
]
