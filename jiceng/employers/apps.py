from django.apps import AppConfig


class EmployersConfig(AppConfig):
    name = "jiceng.employers"
    verbose_name = "用人单位"

    def ready(self) -> None:
        from jiceng.employers import services
        from jiceng.regions import signals

        signals.region_closing.connect(services.region_closing)
        signals.region_path_changed.connect(services.region_path_changed)
