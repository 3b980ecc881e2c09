from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "jiceng.residents"
    verbose_name = "居民"

    def ready(self) -> None:
        from jiceng.policy.vocabulary import register_subject
        from jiceng.residents import populations

        for subject in (populations.RESIDENT, populations.HOUSEHOLD, populations.OFFICE):
            register_subject(subject)
        populations.declare_dimensions()
