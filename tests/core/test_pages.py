"""Pages and fragments, refusals, and the look of forms."""

import pytest
from django import forms
from django.test import Client, RequestFactory
from django_htmx.middleware import HtmxDetails

from jiceng.core.pages import page, refusal

HTMX = {"HTTP_HX_REQUEST": "true"}
RESTORED = {**HTMX, "HTTP_HX_HISTORY_RESTORE_REQUEST": "true"}


def request_of(**headers):
    request = RequestFactory().get("/", **headers)
    request.htmx = HtmxDetails(request)
    return request


@pytest.mark.parametrize(
    ("headers", "template"), [({}, "whole.html"), (HTMX, "part.html"), (RESTORED, "whole.html")]
)
def test_htmx_gets_the_fragment_unless_it_restores_history(headers, template):
    assert page(request_of(**headers), "whole.html", {}, fragment="part.html").template_name == template


def test_a_page_without_a_fragment_is_whole_for_everybody():
    assert page(request_of(**HTMX), "whole.html", {}).template_name == "whole.html"


def test_a_refusal_is_a_line_for_htmx_and_a_page_else():
    line = refusal(request_of(**HTMX), "不行<b>", status=403, title="没有权限")
    assert line.headers["Content-Type"].startswith("text/plain") and line.content.decode() == "不行<b>"
    whole = refusal(request_of(), "不行<b>", status=403, title="没有权限")
    assert "不行&lt;b&gt;" in whole.content.decode() and whole.status_code == line.status_code == 403


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_words(site):
    client = Client(enforce_csrf_checks=True)
    reply = client.post("/login/", {"username": "worker", "password": "x"})
    assert reply.status_code == 403 and "页面已过期" in reply.content.decode()


@pytest.mark.django_db
def test_an_unknown_page_keeps_the_shell(site):
    page_shown = site.client("worker").get("/nowhere/").content.decode()
    assert "没有这个页面" in page_shown and "shell-header" in page_shown
    assert "没有这个页面" in Client().get("/nowhere/").content.decode()


class Example(forms.Form):
    name = forms.CharField(
        label="姓名", help_text="如身份证所载", widget=forms.TextInput(attrs={"class": "wide"})
    )
    kind = forms.ChoiceField(label="类别", choices=[("", "请选择"), ("a<", "甲<")], required=False)
    is_sure = forms.BooleanField(label="确认")
    way = forms.ChoiceField(label="方式", choices=[("1", "上门")], widget=forms.RadioSelect)
    note = forms.CharField(label="备注", widget=forms.Textarea, required=False)


def test_forms_have_the_look_of_the_product():
    html = str(Example({"kind": "a<"}))
    assert 'class="form-control wide"' in html and html.count('class="form-control wide"') == 1
    assert '<option value="a&lt;" selected>甲&lt;</option>' in html
    assert 'class="form-select"' in html and 'class="form-check-input"' in html
    assert 'aria-invalid="true"' in html and 'class="field-error"' in html
    assert "如身份证所载" in html and "必填" in html
