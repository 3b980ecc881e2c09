from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "jiceng.reporting"
    verbose_name = "统计报表"

    def ready(self) -> None:
        from jiceng.regions.signals import region_path_changed
        from jiceng.reporting.services.following import on_region_path_changed

        region_path_changed.connect(on_region_path_changed, dispatch_uid="filings follow their regions")
