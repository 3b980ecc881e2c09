"""Forms of accounts: signing in, officers and their posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpRequest

from jiceng.accounts.actors import Actor
from jiceng.accounts.models import User
from jiceng.accounts.roles import Role
from jiceng.regions.models import Office


class LoginForm(AuthenticationForm):
    """Signing in; one message for a wrong login and a wrong password."""

    error_messages = {
        "invalid_login": "登录名或口令不正确。连续输错五次后，须等待十五分钟。",
        "inactive": "该账户已停用。",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "登录名"
        self.fields["password"].label = "口令"


class UnlockForm(forms.Form):
    """The password of whoever is signed in, given again; wrong ones count as they do at the login."""

    password = forms.CharField(
        label="口令",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "id": "unlock-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        """The right password, or a message that says no more than the login does."""
        password: str = self.cleaned_data["password"]
        user = authenticate(self.request, username=self.request.user.get_username(), password=password)
        if getattr(self.request, "axes_locked_out", False):
            self.request.axes_locked_out = False  # type: ignore[attr-defined]  # told here, the page stays
            raise forms.ValidationError("口令连续输错五次，请在十五分钟后重试")
        if user is None:
            raise forms.ValidationError("口令不正确。连续输错五次后，须等待十五分钟。")
        return password


class OwnPasswordForm(PasswordChangeForm):
    """An officer changes his own password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("old_password", "现口令"),
            ("new_password1", "新口令"),
            ("new_password2", "再次输入"),
        ):
            self.fields[name].label = label
        self.fields["new_password1"].help_text = "至少8个字符，不能全是数字，不能与登录名或姓名相近"
        self.fields["new_password2"].help_text = ""


class PostForm(forms.Form):
    """A post for an officer, in an office of the actor's region."""

    office = forms.ModelChoiceField(Office.objects.none(), label="机构")
    role = forms.ChoiceField(label="角色", choices=Role.choices)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Office.objects.filter(region__path__gte=actor.scope.lo, region__path__lt=actor.scope.hi)
        self.fields["office"].queryset = offices.filter(region__closed_on=None).order_by("region__path")  # type: ignore[attr-defined]


class OfficerForm(PostForm):
    """A new officer with a first post."""

    login = forms.CharField(
        label="登录名", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    name = forms.CharField(label="姓名", max_length=User._meta.get_field("name").max_length)
    password = forms.CharField(
        label="初始口令", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    field_order = ["login", "name", "password", "office", "role"]


class PasswordForm(forms.Form):
    """Another password for an officer who has forgotten his."""

    password = forms.CharField(
        label="新口令", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
