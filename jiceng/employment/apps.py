from django.apps import AppConfig


class EmploymentConfig(AppConfig):
    name = "jiceng.employment"
    verbose_name = "就业失业"

    def ready(self) -> None:
        from jiceng.employment import (
            layouts,
            populations,  # noqa: F401 - speaks the vocabulary
        )
        from jiceng.employment.models import Employment, Registration
        from jiceng.residents.services import follows_resident

        follows_resident(Employment)
        follows_resident(Registration)
        layouts.declare_layouts()
