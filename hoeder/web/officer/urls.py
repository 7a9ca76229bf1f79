"""The desk, and every route of the officers' interface."""

from django.urls import URLPattern, path

from hoeder.cases import actions as cases
from hoeder.web.interface import route
from hoeder.web.officer import (
    board,
    closing,
    commitments,
    custody,
    incidents,
    openings,
    oversight,
    registering,
    talks,
    views,
)
from hoeder.web.rooms import routes

CASE = "api/desk/cases/<hex:case>"
COMMITMENT = "api/desk/commitments/<hex:commitment>"
EMERGENCY = f"{CASE}/emergencies/<hex:emergency>"
INCIDENT = "api/desk/incidents/<hex:incident>"
OPENING = "api/desk/openings/<hex:opening>"
REVIEW = "api/desk/reviews/<hex:review>"
ESCALATION = "api/desk/escalations/<hex:escalation>"
RECOMMENDATION = "api/desk/recommendations/<hex:recommendation>"
SHARE = "api/desk/shares/<hex:share>"

urlpatterns: list[URLPattern] = [
    path("desk/", views.desk, name="desk"),
    path("desk/viewer/", views.viewer, name="viewer"),
    path("desk/<path:rest>", views.desk),
    path("api/desk/me", route(GET=views.me)),
    path("api/desk/keys", route(POST=views.register_key)),
    path("api/desk/wrap", route(PUT=views.rewrap_key)),
    path("api/desk/cases", route(GET=views.list_cases)),
    path(CASE, route(GET=views.see_case)),
    path(f"{CASE}/journal", route(GET=views.read_journal)),
    path(f"{CASE}/declaration", route(POST=views.declare)),
    path(f"{CASE}/named", route(POST=views.cut_off)),
    path(f"{CASE}/reclassification", route(POST=views.propose_reclassification)),
    path(f"{CASE}/reclassification/confirm", route(POST=views.confirm_reclassification)),
    path(f"{CASE}/reclassification/refuse", route(POST=views.refuse_reclassification)),
    path(f"{CASE}/closing", route(POST=closing.tell_outcome)),
    path(f"{CASE}/closing/withdraw", route(POST=closing.withdraw_outcome)),
    path(f"{CASE}/closing/over", route(POST=closing.propose_closing_over)),
    path(f"{CASE}/closing/over/confirm", route(POST=closing.confirm_closing_over)),
    path(f"{CASE}/closing/over/refuse", route(POST=closing.refuse_closing_over)),
    path(f"{CASE}/closing/reopen", route(POST=closing.reopen)),
    path(f"{CASE}/acknowledge", route(POST=views.acknowledge)),
    path(f"{CASE}/feedback", route(POST=views.give_feedback)),
    path(f"{CASE}/handover", route(POST=views.hand_over)),
    path(f"{CASE}/recuse", route(POST=views.recuse)),
    path(f"{CASE}/investigation", route(POST=views.open_investigation)),
    path("api/desk/registrations", route(POST=registering.register_report)),
    path("api/desk/talks", route(GET=talks.list_talks)),
    path("api/desk/talks/<hex:talk>", route(GET=talks.see_talk)),
    path("api/desk/rooms/<hex:room>/members", route(POST=views.add_member)),
    path("api/desk/incidents", route(GET=incidents.list_incidents)),
    path(INCIDENT, route(GET=incidents.see_incident)),
    path(f"{INCIDENT}/measures", route(POST=incidents.note_measures)),
    path(f"{INCIDENT}/notification", route(POST=incidents.decide_notification)),
    path(f"{INCIDENT}/close", route(POST=incidents.close_incident)),
    path(f"{INCIDENT}/account", route(POST=incidents.account)),
    path("api/desk/accounts", route(GET=incidents.list_accounts)),
    path("api/desk/board", route(GET=board.see_board)),
    path("api/desk/board/<hex:body>", route(GET=board.see_duties)),
    path("api/desk/reports", route(GET=board.list_reports, POST=board.publish_report)),
    path("api/desk/reports/<hex:report>/csv", route(GET=board.report_as_csv)),
    path("api/desk/reports/<hex:report>/pdf", route(GET=board.report_as_pdf)),
    path("api/desk/escalations", route(GET=oversight.list_escalations)),
    path(f"{ESCALATION}/close", route(POST=oversight.close_escalation)),
    path(f"{ESCALATION}/review", route(POST=oversight.open_review)),
    path("api/desk/reviews", route(GET=oversight.list_reviews)),
    path(REVIEW, route(GET=oversight.see_review)),
    path(f"{REVIEW}/heard", route(POST=oversight.note_heard)),
    path(f"{REVIEW}/findings", route(POST=oversight.find)),
    path(f"{REVIEW}/recommendations", route(POST=oversight.recommend)),
    path(f"{REVIEW}/breaches", route(POST=oversight.open_breach)),
    path(f"{REVIEW}/close", route(POST=oversight.close_review)),
    path("api/desk/breaches", route(GET=oversight.list_breaches)),
    path("api/desk/breaches/<hex:breach>/decision", route(POST=oversight.decide_breach)),
    path("api/desk/recommendations", route(GET=oversight.list_recommendations)),
    path(f"{RECOMMENDATION}/said-done", route(POST=oversight.say_done)),
    path(f"{RECOMMENDATION}/done", route(POST=oversight.confirm_done)),
    path(f"{CASE}/openings", route(GET=openings.see_openings, POST=openings.request_opening)),
    path(f"{CASE}/overrides", route(POST=openings.request_override)),
    path(f"{CASE}/pledge", route(POST=openings.pledge)),
    path(f"{CASE}/circle", route(GET=openings.see_circle, POST=openings.declare_knowledge)),
    path("api/desk/openings", route(GET=openings.list_openings)),
    path(f"{OPENING}/box", route(GET=openings.fetch_box)),
    path(f"{OPENING}/approve", route(POST=custody.approve)),
    path(f"{OPENING}/refuse", route(POST=custody.decline)),
    path("api/desk/custody", route(GET=custody.see_custody)),
    path(SHARE, route(GET=custody.fetch_share)),
    path(f"{SHARE}/proof", route(POST=custody.prove_share)),
    path(f"{SHARE}/handover", route(POST=custody.hand_over_share)),
    path("api/desk/drills", route(POST=custody.start_drill)),
    path("api/desk/drills/<hex:drill>/proof", route(POST=custody.prove_drill)),
    path("api/desk/commitments", route(GET=commitments.list_own_commitments)),
    path(f"{COMMITMENT}/accept", route(POST=commitments.accept_commitment)),
    path(f"{COMMITMENT}/decline", route(POST=commitments.decline_commitment)),
    path(f"{COMMITMENT}/claim", route(POST=commitments.claim_commitment)),
    path(f"{COMMITMENT}/owner", route(POST=commitments.pass_on_commitment)),
    path("api/desk/duties/<hex:duty>/account", route(POST=commitments.account_for_duty)),
    path(
        f"{CASE}/commitments",
        route(GET=commitments.see_commitments, POST=commitments.propose_commitment),
    ),
    path(f"{EMERGENCY}/grant", route(POST=commitments.grant_emergency)),
    path(f"{EMERGENCY}/refuse", route(POST=commitments.refuse_emergency)),
    *routes("api/desk/rooms", "officer", cases.start_epoch),
]
