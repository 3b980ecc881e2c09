"""Reports, by form, region and period."""

from django.urls import path

from jiceng.reporting.views import changing, children, opening, overview, printing, reports

REPORT = "reports/<slug:form>/<slug:region>/<slug:period>/"

urlpatterns = [
    path("reports/", overview.index, name="reports"),
    path(REPORT, reports.report_page, name="report"),
    path(f"{REPORT}submit/", reports.submit_page, name="report-submit"),
    path(f"{REPORT}accept/", reports.accept_page, name="report-accept"),
    path(f"{REPORT}return/", reports.return_page, name="report-return"),
    path(f"{REPORT}late/", reports.late_page, name="report-late"),
    path(f"{REPORT}export/", reports.export, name="report-export"),
    path(f"{REPORT}print/", printing.print_report, name="report-print"),
    path(f"{REPORT}children/", children.children_page, name="report-children"),
    path(f"{REPORT}cells/<slug:row>/<slug:column>/", opening.cell_page, name="report-cell"),
    path(
        f"{REPORT}cells/<slug:row>/<slug:column>/changes/",
        changing.report_changes_page,
        name="report-changes",
    ),
    path("populations/<slug:code>/changes/", changing.population_changes_page, name="population-changes"),
    path(f"{REPORT}definitions/<slug:row>/", opening.definition_page, name="report-definition"),
    path(f"{REPORT}revisions/<int:number>/", opening.revision_page, name="report-revision"),
]
