"""The one place that knows today's date. Views, commands and jobs read it and pass the date down."""

import datetime as dt
import os
from zoneinfo import ZoneInfo

from jiceng.core import deployment

CHINA = ZoneInfo("Asia/Shanghai")


def today() -> dt.date:
    """The business date: the day in China, or `JICENG_TODAY` outside production."""
    fixed = os.environ.get("JICENG_TODAY")
    if not fixed:
        return dt.datetime.now(CHINA).date()
    if deployment.environment() == "production":
        raise RuntimeError("JICENG_TODAY is refused in production")
    return dt.date.fromisoformat(fixed)
