from django.apps import AppConfig


class LabourConfig(AppConfig):
    name = "jiceng.labour"
    verbose_name = "劳动力专项台账"

    def ready(self) -> None:
        from jiceng.labour import populations  # noqa: F401 - speaks the vocabulary
        from jiceng.labour.models import Certification, Incoming, LaidOff, Transfer
        from jiceng.residents.services import follows_resident

        for register in (Incoming, Transfer, LaidOff, Certification):
            follows_resident(register)
