"""The desk, and every route of the officers' interface."""

from django.urls import URLPattern, path

from hoeder.cases import actions as cases
from hoeder.web.interface import route
from hoeder.web.officer import registering, talks, views
from hoeder.web.rooms import routes

CASE = "api/desk/cases/<hex:case>"

urlpatterns: list[URLPattern] = [
    path("desk/", views.desk, name="desk"),
    path("desk/<path:rest>", views.desk),
    path("api/desk/me", route(GET=views.me)),
    path("api/desk/keys", route(POST=views.register_key)),
    path("api/desk/wrap", route(PUT=views.rewrap_key)),
    path("api/desk/cases", route(GET=views.list_cases)),
    path(CASE, route(GET=views.see_case)),
    path(f"{CASE}/journal", route(GET=views.read_journal)),
    path(f"{CASE}/acknowledge", route(POST=views.acknowledge)),
    path(f"{CASE}/feedback", route(POST=views.give_feedback)),
    path(f"{CASE}/handover", route(POST=views.hand_over)),
    path(f"{CASE}/recuse", route(POST=views.recuse)),
    path(f"{CASE}/investigation", route(POST=views.open_investigation)),
    path("api/desk/registrations", route(POST=registering.register_report)),
    path("api/desk/talks", route(GET=talks.list_talks)),
    path("api/desk/talks/<hex:talk>", route(GET=talks.see_talk)),
    path("api/desk/rooms/<hex:room>/members", route(POST=views.add_member)),
    *routes("api/desk/rooms", "officer", cases.start_epoch),
]
