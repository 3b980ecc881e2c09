from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "jiceng.residents"
    verbose_name = "居民"

    def ready(self) -> None:
        from jiceng.core.registers import row_restored, row_voided
        from jiceng.policy.vocabulary import register_subject
        from jiceng.regions import signals
        from jiceng.residents import layouts, models, populations
        from jiceng.residents.services import merging, reorganising, voiding

        for subject in (populations.RESIDENT, populations.HOUSEHOLD, populations.OFFICE):
            register_subject(subject)
        populations.declare_dimensions()
        layouts.declare_layouts()
        signals.region_closing.connect(reorganising.region_closing)
        signals.region_path_changed.connect(reorganising.region_path_changed)
        row_voided.connect(voiding.resident_voided, sender=models.Resident)
        row_voided.connect(voiding.facts_voided, sender=models.Facts)
        row_voided.connect(voiding.household_voided, sender=models.Household)
        row_voided.connect(merging.ruling_voided, sender=models.DuplicateRuling)
        row_restored.connect(voiding.resident_restored, sender=models.Resident)
