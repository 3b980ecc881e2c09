"""What a broken constraint of the database means to users.

The message is the same whether the other row lies in the scope or beyond it, so that it tells nothing about
rows that the officer may not see.
"""

from __future__ import annotations

from functools import cache

from django.apps import apps
from django.db import IntegrityError
from django.db.models import BaseConstraint

OTHERWISE = "与已登记的内容冲突，请刷新页面核对后重新提交"


def meaning(error: IntegrityError) -> str:
    """The message of the constraint that was broken, or a general one."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return _messages().get(getattr(diagnosis, "constraint_name", None) or "", OTHERWISE)


@cache
def _messages() -> dict[str, str]:
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != BaseConstraint.default_violation_error_message
    }
