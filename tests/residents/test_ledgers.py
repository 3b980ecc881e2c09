"""The ledger of visits."""

import datetime as dt

from django.test import Client

from tests.factories import HERE, STREET, TODAY

DAY = dt.date(2026, 9, 1)


def test_visits_by_reason_and_day(city, monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    client = Client()
    client.force_login(city.officer(STREET, "clerk").user, "django.contrib.auth.backends.ModelBackend")
    city.visit(city.resident(HERE, "甲回访"), DAY, reasons=["after_employment", "survey"])
    city.visit(city.resident(HERE, "乙援助"), DAY - dt.timedelta(days=1), reasons=["assistance"])
    page = client.get("/visits/?reason=survey").content.decode()
    assert "甲回访" in page and "就业后回访、入户调查" in page and "乙援助" not in page
    page = client.get("/visits/?last=2026-08-31").content.decode()
    assert "乙援助" in page and "甲回访" not in page
