"""Pages of accounts."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from jiceng.accounts import services
from jiceng.accounts.access import AccountRequest, needs
from jiceng.accounts.forms import (
    LoginForm,
    OfficerForm,
    OwnPasswordForm,
    PasswordForm,
    PostForm,
    UnlockForm,
)
from jiceng.accounts.ledgers import AUDIT_LOG, officers, posts_in_scope
from jiceng.accounts.locking import is_locked, lock, open_while_locked, unlock
from jiceng.accounts.middleware import POST_IN_SESSION
from jiceng.accounts.models import User
from jiceng.accounts.roles import Action, Role
from jiceng.accounts.services import AccountRefused
from jiceng.core import deployment
from jiceng.core.ledgers import ledger_view
from jiceng.core.pages import is_partial, page

NO_CONTENT, UNPROCESSABLE = 204, 422
UNLOCKED = "unlocked"  # the event that uncovers the page


@method_decorator(login_not_required, name="dispatch")
class Login(auth.LoginView):
    """The login page; in a demo it offers the demo's accounts."""

    form_class = LoginForm
    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the accounts of the demo."""
        return super().get_context_data(**kwargs, title="登录", demo_accounts=_demo_accounts())


def _demo_accounts() -> list[dict[str, str]]:
    """What `jiceng demo` left in `demo/accounts.json`: login, password, name, office and role of each."""
    path = deployment.home() / "demo" / "accounts.json"
    if settings.ENVIRONMENT != "demo" or not path.exists():
        return []
    accounts: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return [account | {"role": Role(account["role"]).label} for account in accounts]


class Password(auth.PasswordChangeView):
    """An officer changes his own password."""

    form_class = OwnPasswordForm
    template_name = "accounts/password.html"
    success_url = reverse_lazy("home")
    extra_context = {"title": "修改口令"}

    def form_valid(self, form: Any) -> HttpResponse:
        """Say that it is done."""
        messages.success(self.request, "口令已修改")
        return super().form_valid(form)


@require_POST
@open_while_locked
def lock_session(request: AccountRequest) -> HttpResponse:
    """Lock the session: until the password is given again, it opens nothing."""
    lock(request)
    return HttpResponse(status=NO_CONTENT)


@require_http_methods(["GET", "HEAD", "POST"])
@open_while_locked
def unlock_session(request: AccountRequest) -> HttpResponse:
    """Ask for the password again: over the page that was left, or as a page of its own."""
    onward = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, request.is_secure()):
        onward = reverse("home")
    form = UnlockForm(request.POST or None, request=request)
    if form.is_valid():
        unlock(request)
        return trigger_client_event(HttpResponse(), UNLOCKED) if is_partial(request) else redirect(onward)
    if not is_locked(request) and request.method != "POST":
        return redirect(onward)
    context = {"title": "页面已锁定", "unlock_form": form}
    status = UNPROCESSABLE if form.is_bound else 200
    return page(request, "accounts/unlock.html", context, fragment="accounts/unlock_told.html", status=status)


@require_POST
def switch_post(request: AccountRequest) -> HttpResponse:
    """Work in another of one's posts."""
    wanted = request.POST.get("post", "")
    post = next((each for each in request.posts if str(each.pk) == wanted), None)
    if post is None:
        raise Http404
    request.session[POST_IN_SESSION] = post.pk
    messages.success(request, f"已切换到：{post.office.name} {post.get_role_display()}")
    return redirect("home")


show_audit_log = ledger_view(AUDIT_LOG)


def audit_log(request: AccountRequest) -> HttpResponse:
    """The audit log, for auditors and for whoever organises the region."""
    if not request.actor.may(Action.AUDIT):
        request.actor.require(Action.ORGANISE)
    return show_audit_log(request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Action.MANAGE_USERS)
def add_officer(request: AccountRequest) -> HttpResponse:
    """Add an officer with a first post."""
    form = OfficerForm(request.POST or None, actor=request.actor)
    if form.is_valid():
        user = _done(form, services.add_user, actor=request.actor, today=request.today, **form.cleaned_data)
        if user is not None:
            messages.success(request, f"已添加工作人员{user}")
            return redirect("officer", pk=user.pk)
    return page(request, "accounts/officer_new.html", {"title": "添加工作人员", "form": form})


@needs(Action.MANAGE_USERS)
def officer(request: AccountRequest, pk: int) -> HttpResponse:
    """An officer: posts of the region, a new one, another password."""
    return _officer_page(request, _officer(request, pk))


@require_POST
@needs(Action.MANAGE_USERS)
def give_post(request: AccountRequest, pk: int) -> HttpResponse:
    """Give an officer a post from today."""
    user = _officer(request, pk)
    form = PostForm(request.POST, actor=request.actor)
    call = {"actor": request.actor, "user": user, "on": request.today, "today": request.today}
    if form.is_valid() and _done(form, services.give_post, **call, **form.cleaned_data):
        messages.success(request, "岗位已任命")
        return redirect("officer", pk=pk)
    return _officer_page(request, user, post_form=form)


@require_POST
@needs(Action.MANAGE_USERS)
def reset_password(request: AccountRequest, pk: int) -> HttpResponse:
    """Give an officer another password."""
    user = _officer(request, pk)
    form = PasswordForm(request.POST)
    if form.is_valid():
        _done(
            form,
            services.reset_password,
            actor=request.actor,
            user=user,
            today=request.today,
            **form.cleaned_data,
        )
        if form.is_valid():
            messages.success(request, "口令已重置")
            return redirect("officer", pk=pk)
    return _officer_page(request, user, password_form=form)


@require_POST
@needs(Action.MANAGE_USERS)
def end_post(request: AccountRequest, pk: int) -> HttpResponse:
    """End a post from today on."""
    post = get_object_or_404(posts_in_scope().select_related("user"), pk=pk)
    try:
        services.end_post(actor=request.actor, post=post, on=request.today, today=request.today)
    except AccountRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "岗位已终止")
    return (
        redirect("officer", pk=post.user_id)
        if posts_in_scope().filter(user=post.user).exists()
        else redirect("officers")
    )


def _officer(request: AccountRequest, pk: int) -> User:
    return get_object_or_404(officers(request.today), pk=pk)


def _officer_page(request: AccountRequest, user: User, **forms_given: forms.Form) -> HttpResponse:
    posts = posts_in_scope().filter(user=user).order_by("stop", "start", "pk")
    context = {
        "title": str(user),
        "officer": user,
        "posts_of_officer": list(posts),
        "post_form": PostForm(actor=request.actor),
        "password_form": PasswordForm(),
    }
    return page(request, "accounts/officer.html", context | forms_given)


def _done(form: forms.Form, change: Callable[..., Any], **arguments: Any) -> Any:
    """Make the one call of a view; a refusal stands on the form."""
    try:
        return change(**arguments)
    except AccountRefused as refused:
        form.add_error(None, str(refused))
        return None
