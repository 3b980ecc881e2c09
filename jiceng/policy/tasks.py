"""Jobs of the policy room."""

from __future__ import annotations

from procrastinate.contrib.django import app

from jiceng.core import clock
from jiceng.policy.outcomes import close_day


@app.periodic(cron="30 0 * * *")
@app.task(queueing_lock="close_outcomes", pass_context=False)
def close_outcomes(timestamp: int) -> None:
    """Every night, half an hour past midnight in China: record the duties that closed on the eve."""
    close_day(clock.today())
