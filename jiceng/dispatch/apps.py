from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "jiceng.dispatch"
    verbose_name = "工作调度"

    def ready(self) -> None:
        from jiceng.core.registers import row_voided
        from jiceng.dispatch import models
        from jiceng.dispatch.services import following
        from jiceng.regions import signals

        signals.region_path_changed.connect(following.region_path_changed)
        row_voided.connect(following.task_voided, sender=models.Task)
        row_voided.connect(following.meeting_voided, sender=models.Meeting)
