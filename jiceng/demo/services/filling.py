"""The whole demo, in the order in which it would have happened."""

from __future__ import annotations

import datetime as dt

from jiceng.accounts.actors import Actor
from jiceng.accounts.roles import Role
from jiceng.core import scope
from jiceng.core.spans import holding
from jiceng.demo.city import generate, split_recent
from jiceng.demo.services.desk_work import work_at_desks
from jiceng.demo.services.founding import Say, folder, import_history, load_tree
from jiceng.demo.services.officers import add_officers, listed_officers
from jiceng.demo.services.replaying import Replay, close_quarter
from jiceng.demo.services.reports import file_last, file_locked
from jiceng.policy.outcomes import close_days
from jiceng.regions.models import Region
from jiceng.residents.models import Resident

RECENT_DAYS = 90
CLOSED_MONTHS = 6
REFUSED_SHOWN = 5


def is_empty() -> bool:
    """Whether nothing has been entered yet, in the whole deployment."""
    with scope.entered(scope.WHOLE):
        return not Resident.every.exists() and not Region.objects.exists()


def fill(*, residents: int, seed: int, actor: Actor, today: dt.date, say: Say) -> list[tuple[str, str, str]]:
    """Fill the database; (login, office, role) of every account. One seed and day give one city."""
    say("载入本溪市区划……")
    communities = load_tree(actor, today)
    history, events = split_recent(generate(residents, seed, today, communities), RECENT_DAYS)
    say(f"导入{residents}名居民的既有台账（文件在 {folder()}）……")
    import_history(history, actor, today, say)
    begun = dt.date(today.year - 1, 1, 1)
    with scope.entered(scope.WHOLE):
        working = add_officers(communities, actor, begun)
    for closing in history.closings:
        region = Region.objects.get(code=closing.community)
        close_quarter(working, region, closing, closing.on)
    say("上报上上季度报表……")
    file_locked(working, today)
    say(f"按日办理最近{RECENT_DAYS}天的业务……")
    replay = Replay(history, working)
    filing_day = holding(today, "quarter").before().last + dt.timedelta(days=4)
    done = replay.play(event for event in events if event.on <= filing_day)
    if filing_day <= today:
        file_last(working, today)
    done += replay.play(event for event in events if event.on > filing_day)
    say(f"  {done}项业务" + (f"，{len(replay.refused)}项未办理" if replay.refused else ""))
    for refused in replay.refused[:REFUSED_SHOWN]:
        say(f"    {refused}")
    say("办理援助计划、交办任务等日常工作……")
    done, not_done = work_at_desks(working, today)
    say(f"  {done}项工作" + (f"，{len(not_done)}项未办理" if not_done else ""))
    for refused in not_done[:REFUSED_SHOWN]:
        say(f"    {refused}")
    say("逐月结转应办事项……")
    _close_months(today)
    return [(login, office, Role(role).label) for login, office, role in listed_officers()]


def _close_months(today: dt.date) -> None:
    """The nightly closing of past periods, a month at a time, as known on the first night after it."""
    month = holding(today, "month").before()
    months = [month]
    for _ in range(CLOSED_MONTHS - 1):
        month = month.before()
        months.append(month)
    for period in reversed(months):
        close_days(period.first, period.last + dt.timedelta(days=1))
    close_days(holding(today, "month").first, today)
