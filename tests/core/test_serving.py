"""Serving: a port that is taken is refused before anything starts."""

import socket

import pytest
from django.core.management import CommandError

from jiceng.core import serving
from jiceng.core.failures import DeploymentError


def test_a_taken_port_is_refused_with_a_way_out():
    with socket.socket() as taken:
        taken.bind((serving.HOST, 0))
        taken.listen()
        with pytest.raises(CommandError, match="已被占用"):
            serving.serve(taken.getsockname()[1])


def test_a_wrong_business_date_is_told_before_anything_starts(monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", "2026-02-30")
    with pytest.raises(DeploymentError, match="^JICENG_TODAY 应为"):
        serving.serve(0)
