"""Pure rules about employers."""

from __future__ import annotations


def wrong_headcount(
    headcount: int | None, contracts_signed: int | None, insured: int | None
) -> dict[str, str]:
    """Contracts and insurances are of people employed (domain R5): none can exceed the headcount."""
    if headcount is None:
        return {}
    counts = {"contracts_signed": contracts_signed, "insured": insured}
    return {
        name: f"不能多于职工人数（{headcount}）"
        for name, n in counts.items()
        if n is not None and n > headcount
    }
