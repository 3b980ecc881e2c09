"""Which due days an agreed waiver covers (contracts 4)."""

from tests.worlds import World

FOLLOW_UP = "bx-follow-up"
ZERO = "bx-zero-household"


def employed_hardship(world: World) -> str:
    """Somebody of whom a follow-up is owed from January 2026."""
    who = world.person()
    world.determine(who, "2025-12-15")
    world.job(who, "2025-11-20")
    return who


def test_a_waiver_covers_the_due_days_of_its_span(world: World) -> None:
    who = employed_hardship(world)
    world.visit(who, "2026-03-03")
    waiver = {"duty": FOLLOW_UP, "subject": who, "from": "2026-02-28", "until": "2026-03-31"}
    world.rows["waivers"].append(waiver)
    assert [status for _, status, _ in world.statuses(FOLLOW_UP, "2026-04-01")] == [
        "missed",
        "waived",
        "waived",
        "open",
    ]


def test_a_waiver_of_another_duty_or_subject_covers_nothing(world: World) -> None:
    employed_hardship(world)
    span = {"from": "2026-01-01", "until": "2026-12-31"}
    world.rows["waivers"] += [
        {"duty": ZERO, "subject": world.rows["residents"][0]["公民身份号码"], **span},
        {"duty": FOLLOW_UP, "subject": world.person(), **span},
    ]
    assert world.statuses(FOLLOW_UP, "2026-01-31") == [("2026-01-01", "open", None)]
