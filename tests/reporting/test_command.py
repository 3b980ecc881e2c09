"""`jiceng report -o`: what it refuses to write."""

import pytest
from django.core.management import CommandError, call_command

from jiceng.reporting.models import Filing
from tests.factories import HERE, TODAY, MiniCity


@pytest.fixture
def ask(db, monkeypatch):
    monkeypatch.setenv("JICENG_TODAY", TODAY.isoformat())
    MiniCity()

    def run(*arguments):
        with pytest.raises(CommandError) as caught:
            call_command("report", "bx-quarterly", "--region", HERE, "--period", "2026Q2", *arguments)
        return caught.value.returncode

    return run


def test_only_a_workbook_is_written(ask, tmp_path):
    assert ask("-o", str(tmp_path / "report.pdf")) == 2
    assert not list(tmp_path.iterdir())


def test_a_report_that_cannot_be_written_is_not_moved_either(ask, tmp_path):
    assert ask("--act", "submit", "-o", str(tmp_path / "nowhere" / "report.xlsx")) == 1
    assert not Filing.objects.exists()
