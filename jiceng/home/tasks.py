"""Jobs of imports."""

from __future__ import annotations

from procrastinate.contrib.django import app

from jiceng.core import clock
from jiceng.home.imports import carry_out, fail_interrupted_runs, forget_old_files


@app.task(name="import_file")
def import_file(run_id: int) -> None:
    """Import the file of a run."""
    fail_interrupted_runs()
    carry_out(run_id, clock.today())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="tidy_imports", pass_context=False)
def tidy_imports(timestamp: int) -> None:
    """Every ten minutes: mark interrupted runs, and drop files that are a week old."""
    fail_interrupted_runs()
    forget_old_files()
