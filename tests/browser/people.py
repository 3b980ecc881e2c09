"""People whom the journeys know by name and number, as rows of ledgers."""

from __future__ import annotations

from typing import Any

from jiceng.core.identity import check_digit

NUMBER, COMMUNITY, SURVEYED = "公民身份号码", "所属社区代码", "调查日期"
# The communities of worker1, and of worker15, whose report of the last quarter is still a draft.
SOUTH, LAST = "210502001002", "210502004009"
RETURNED = "210502004001"  # the community of worker10, whose report was returned
TWO_POSTS = "worker2"  # also a clerk of the street


def number(birth: str, serial: int) -> str:
    """A valid identity number; even serials are women."""
    body = f"210502{birth}{serial:03d}"
    return body + check_digit(body)


SOUGHT = ("欧阳静怡", number("19860412", 910))
JOBLESS = ("司徒建国", number("19790903", 911))
COUNTED = ("上官文秀", number("19880105", 912))
FOLLOWED = [
    (name, number(birth, 914 + 2 * n))
    for n, (name, birth) in enumerate(
        [("高桂芝", "19740108"), ("郭淑珍", "19750218"), ("何玉兰", "19760328"), ("马春梅", "19770408")]
    )
]


def ledgers() -> dict[str, list[dict[str, Any]]]:
    """Rows to import as existing ledgers, by ledger in order."""
    everybody = [(SOUTH, *each) for each in (SOUGHT, JOBLESS, *FOLLOWED)] + [(LAST, *COUNTED)]
    residents = [
        {"姓名": name, NUMBER: number, COMMUNITY: community, SURVEYED: "2026-07-06", "户口性质": "10"}
        for community, name, number in everybody
    ]
    jobs = [(COUNTED[1], "2026-03-02"), *((number, "2026-10-12") for _, number in FOLLOWED)]
    return {
        "residents": residents,
        "employment": [{NUMBER: number, "就业形式": "灵活就业", "就业日期": start} for number, start in jobs],
        "unemployment": [{NUMBER: JOBLESS[1], "失业登记日期": "2026-09-15", "失业原因": "解除劳动合同"}],
        "determinations": [
            {NUMBER: number, "类别": "4050人员", "认定日期": "2026-10-08"} for _, number in FOLLOWED
        ],
    }
