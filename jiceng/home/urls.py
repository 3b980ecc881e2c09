"""Pages that join rooms: the first page, the search, a person."""

from django.urls import path

from jiceng.core.ledgers import ledger_view
from jiceng.employers.ledgers import EMPLOYERS
from jiceng.home.ledgers import IMPORTS
from jiceng.home.views import (
    acts,
    caseloads,
    change_list,
    corrections,
    duties,
    facts,
    first_day,
    front,
    household,
    import_rejects,
    import_runs,
    imports,
    intake,
    moves,
    number,
    number_proposals,
    person,
    search,
    trends,
)
from jiceng.residents.ledgers import RESIDENTS

urlpatterns = [
    path("", front.home, name="home"),
    path("first-day/put-away/", first_day.put_away, name="first-day-put-away"),
    path("trends/", trends.trends_page, name="trends"),
    path("search/", search.search, name="search"),
    path("duties/next/", duties.next_duty, name="duty-next"),
    path("duties/<slug:code>/", duties.duty_list, name="duty-list"),
    path("duties/<slug:code>/<int:pk>/<slug:since>/", duties.duty_act, name="duty-act"),
    path("duties/<slug:code>/<int:pk>/<slug:since>/undo/<int:entry>/", duties.duty_undo, name="duty-undo"),
    path("change-list/", change_list.change_list_page, name="change-list"),
    path("residents/", ledger_view(RESIDENTS), name="residents"),
    path("residents/<int:pk>/", person.person, name="person"),
    path("residents/<int:pk>/why/<slug:code>/", person.why_person, name="person-why"),
    path("residents/<int:pk>/number/", number.number, name="person-number"),
    path("residents/<int:pk>/facts/<slug:name>/", facts.fact, name="person-fact"),
    path("residents/<int:pk>/acts/<slug:code>/", acts.person_act, name="person-act"),
    path("residents/<int:pk>/acts/<slug:code>/preview/", acts.person_preview, name="person-preview"),
    path("residents/<int:pk>/undo/<int:entry>/", corrections.undo_on_person, name="person-undo"),
    path(
        "residents/<int:pk>/void/<slug:register>/<int:row>/", corrections.void_on_person, name="person-void"
    ),
    path("caseloads/", caseloads.caseloads, name="caseloads"),
    path("caseloads/assign/", caseloads.assign_list, name="caseload-assign"),
    path("caseloads/<int:pk>/", caseloads.caseload_list, name="caseload"),
    path("caseloads/<int:pk>/hand-over/", caseloads.hand_over, name="caseload-hand-over"),
    path("caseloads/hand-overs/<int:pk>/", caseloads.handover, name="handover"),
    path("caseloads/hand-overs/<int:pk>/undo/", caseloads.handover_undo, name="handover-undo"),
    path("number-proposals/", number_proposals.number_proposals, name="number-proposals"),
    path("number-proposals/<int:pk>/", number_proposals.number_proposal, name="number-proposal"),
    path("moves/new/", moves.new_move, name="move-new"),
    path("moves/<int:pk>/", moves.move, name="move"),
    path("intake/", intake.intake, name="intake"),
    path("intake/check/", intake.check, name="intake-check"),
    path("households/<int:pk>/", household.household, name="household"),
    path("households/<int:pk>/why/<slug:code>/", household.why_household, name="household-why"),
    path("households/<int:pk>/acts/<slug:code>/", acts.household_act, name="household-act"),
    path("households/<int:pk>/undo/<int:entry>/", corrections.undo_on_household, name="household-undo"),
    path(
        "households/<int:pk>/void/<slug:register>/<int:row>/",
        corrections.void_on_household,
        name="household-void",
    ),
    path("imports/", imports.imports, name="imports"),
    path("imports/template/", imports.template, name="import-template"),
    path("imports/log/", ledger_view(IMPORTS), name="import-log"),
    path("imports/columns/<int:pk>/forget/", imports.forget_alias, name="import-alias-forget"),
    path("imports/<int:pk>/", import_runs.run, name="import-run"),
    path("imports/<int:pk>/rejects/", import_runs.rejects, name="import-rejects"),
    path("imports/<int:pk>/correct/", import_rejects.correct_rejects, name="import-correct"),
    path("imports/<int:pk>/again/", import_runs.again, name="import-again"),
    path("imports/<int:pk>/columns/", import_runs.name_columns, name="import-columns"),
    path("imports/<int:pk>/undo/", import_runs.undo, name="import-undo"),
    path("employers/", ledger_view(EMPLOYERS), name="employers"),
]
