from django.apps import AppConfig


class EmploymentConfig(AppConfig):
    name = "jiceng.employment"
    verbose_name = "就业失业"

    def ready(self) -> None:
        from jiceng.employment import (
            layouts,
            populations,  # noqa: F401 - speaks the vocabulary
            services,
        )
        from jiceng.employment.models import Employment, Registration
        from jiceng.residents.services import departure_taken_back, follows_resident, resident_departed

        follows_resident(Employment)
        follows_resident(Registration)
        layouts.declare_layouts()
        resident_departed.connect(services.end_at_death)
        departure_taken_back.connect(services.reopen_after_death)
