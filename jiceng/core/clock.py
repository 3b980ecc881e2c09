"""The one place that knows today's date. Views, commands and jobs read it and pass the date down."""

import datetime as dt
import os
from zoneinfo import ZoneInfo

from jiceng.core import deployment
from jiceng.core.failures import DeploymentError

CHINA = ZoneInfo("Asia/Shanghai")


def today() -> dt.date:
    """The business date: the day in China, or `JICENG_TODAY` outside production.

    Raises DeploymentError when that is no date, or production.
    """
    fixed = os.environ.get("JICENG_TODAY")
    if not fixed:
        return dt.datetime.now(CHINA).date()
    if deployment.environment() == "production":
        raise DeploymentError("正式环境不接受 JICENG_TODAY，请取消该变量")
    try:
        return dt.date.fromisoformat(fixed)
    except ValueError:
        raise DeploymentError(f"JICENG_TODAY 应为 2026-09-30 的形式，现为：{fixed}") from None
