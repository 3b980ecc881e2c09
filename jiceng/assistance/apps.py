from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    name = "jiceng.assistance"
    verbose_name = "就业援助"

    def ready(self) -> None:
        from jiceng.assistance import (
            layouts,
            populations,  # noqa: F401 - speaks the vocabulary
        )
        from jiceng.assistance.models import Determination, Recognition
        from jiceng.residents.services import follows_household, follows_resident

        follows_resident(Determination)
        follows_household(Recognition)
        layouts.declare_layouts()
