from django.apps import AppConfig


class LabourConfig(AppConfig):
    name = "jiceng.labour"
    verbose_name = "劳动力专项台账"

    def ready(self) -> None:
        from jiceng.labour import (
            populations,  # noqa: F401 - speaks the vocabulary
            services,
        )
        from jiceng.labour.models import Certification, Incoming, LaidOff, Transfer
        from jiceng.residents.services import departure_taken_back, follows_resident, resident_departed

        for register in (Incoming, Transfer, LaidOff, Certification):
            follows_resident(register)
        resident_departed.connect(services.end_at_death)
        departure_taken_back.connect(services.reopen_after_death)
