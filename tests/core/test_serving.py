"""Serving: a port that is taken is refused before anything starts."""

import socket

import pytest
from django.core.management import CommandError

from jiceng.core import serving


def test_a_taken_port_is_refused_with_a_way_out():
    with socket.socket() as taken:
        taken.bind((serving.HOST, 0))
        taken.listen()
        with pytest.raises(CommandError, match="已被占用"):
            serving.serve(taken.getsockname()[1])
