from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    name = "jiceng.assistance"
    verbose_name = "就业援助"

    def ready(self) -> None:
        from jiceng.assistance import (
            layouts,
            models,
            populations,  # noqa: F401 - speaks the vocabulary
        )
        from jiceng.assistance.services import departing
        from jiceng.assistance.services.planning import plan_voided
        from jiceng.core.registers import row_voided
        from jiceng.residents.services import (
            departure_taken_back,
            follows_household,
            follows_resident,
            resident_departed,
        )

        followers = (models.Determination, models.Plan, models.PlanStep, models.PlanReview)
        for model in (*followers, models.UrgentNeed, models.StabilityCheck):
            follows_resident(model)
        follows_household(models.Recognition)
        follows_household(models.Plan)
        row_voided.connect(plan_voided, sender=models.Plan)
        resident_departed.connect(departing.end_at_death)
        departure_taken_back.connect(departing.reopen_after_death)
        layouts.declare_layouts()
