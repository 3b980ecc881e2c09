"""Changes of state of assistance: decisions after review, plans, urgent placement, stable employment."""

from jiceng.assistance.services.deciding import (
    AssistanceRefused,
    Candidacy,
    candidacy,
    categories_in_force,
    determine,
    end_determination,
    end_recognition,
    household_found,
    open_categories,
    recognise_household,
    suggested_category,
)
from jiceng.assistance.services.placing import TimeAllowed, end_urgent, mark_urgent, time_allowed
from jiceng.assistance.services.planning import (
    PlannedStep,
    PlanRefused,
    add_step,
    close_plan,
    finish_step,
    make_plan,
    review_plan,
)
from jiceng.assistance.services.stabilising import (
    Verdict,
    check_stability,
    followed,
    job_facts,
    minimum_wage,
    verdicts,
)

__all__ = [
    "AssistanceRefused",
    "Candidacy",
    "PlanRefused",
    "PlannedStep",
    "TimeAllowed",
    "Verdict",
    "add_step",
    "candidacy",
    "categories_in_force",
    "check_stability",
    "close_plan",
    "determine",
    "end_determination",
    "end_recognition",
    "end_urgent",
    "finish_step",
    "followed",
    "household_found",
    "job_facts",
    "make_plan",
    "mark_urgent",
    "minimum_wage",
    "open_categories",
    "recognise_household",
    "review_plan",
    "suggested_category",
    "time_allowed",
    "verdicts",
]
