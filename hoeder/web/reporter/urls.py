"""Every route of the interface that works without cookies."""

from django.urls import URLPattern, path

from hoeder.rooms import actions as rooms
from hoeder.web.interface import route
from hoeder.web.reporter import (
    alarm,
    care,
    closing,
    commitments,
    file,
    identities,
    meetings,
    oversight,
    retention,
    views,
)
from hoeder.web.rooms import routes

COMMITMENT = "api/my/commitments/<hex:commitment>"
OPENING = "api/my/openings/<hex:opening>"

urlpatterns: list[URLPattern] = [
    path("api/openapi.json", route(GET=views.openapi)),
    path("api/organisations/<hex:organisation>/directory", route(GET=views.directory)),
    path("api/reports", route(POST=views.send_report)),
    path("api/advice", route(POST=views.ask_advice)),
    path("api/joint", route(POST=views.see_joint)),
    path("api/my/joint", route(POST=views.make_join_code)),
    path("api/my/possession", route(POST=views.take_possession)),
    path("api/my/advice", route(GET=views.my_talk)),
    path("api/my/advice/journal", route(GET=views.my_talk_journal)),
    path("api/my/case", route(GET=views.my_case)),
    path("api/my/outcome", route(POST=closing.answer_outcome)),
    path("api/my/meeting", route(POST=meetings.ask_to_meet)),
    path("api/my/meeting/step", route(POST=meetings.answer_meeting)),
    path("api/my/journal", route(GET=views.my_journal)),
    path("api/my/rooms/<hex:room>/members", route(POST=views.let_in_above)),
    path("api/alarms", route(POST=alarm.raise_elsewhere)),
    path("api/my/alarm", route(GET=alarm.my_alarm, POST=alarm.raise_alarm)),
    path("api/my/incidents", route(GET=alarm.my_incidents)),
    path("api/my/oversight", route(GET=oversight.my_oversight)),
    path("api/my/escalations", route(POST=oversight.go_to_commission)),
    path(
        "api/my/box",
        route(GET=identities.my_box, POST=identities.make_box, PUT=identities.replace_box),
    ),
    path("api/my/openings", route(GET=identities.my_openings)),
    path(f"{OPENING}/consent", route(POST=identities.consent)),
    path(f"{OPENING}/refuse", route(POST=identities.refuse_opening)),
    path(f"{OPENING}/withdraw", route(POST=identities.withdraw_consent)),
    path("api/my/circle", route(GET=identities.my_circle, POST=identities.tell_circle)),
    path("api/my/file", route(GET=file.my_file, POST=file.open_file)),
    path("api/my/detriment", route(POST=file.share_detriment)),
    path("api/my/weighed", route(GET=file.my_weighed)),
    path("api/my/file/journal", route(GET=file.my_file_journal)),
    path("api/my/rooms", route(POST=identities.open_own_room)),
    path(
        "api/my/commitments",
        route(GET=commitments.my_commitments, POST=commitments.offer_commitment),
    ),
    path(f"{COMMITMENT}/refuse", route(POST=commitments.refuse_proposal)),
    path(f"{COMMITMENT}/confirm", route(POST=commitments.confirm_commitment)),
    path(f"{COMMITMENT}/dispute", route(POST=commitments.dispute_commitment)),
    path(f"{COMMITMENT}/owner", route(POST=commitments.pass_on_commitment)),
    path("api/my/duties/<hex:duty>/keys", route(POST=commitments.read_duty)),
    path("api/my/emergencies", route(POST=commitments.ask_in_emergency)),
    path("api/my/retention", route(GET=retention.my_retention)),
    path("api/my/hold", route(POST=retention.hold_my_case)),
    path("api/my/hold/lift", route(POST=retention.lift_my_hold)),
    path("api/my/care", route(GET=care.my_care)),
    path("api/my/care/assessment", route(POST=care.assess)),
    path("api/my/care/protectors", route(POST=care.let_in_protector)),
    path("api/my/care/answer", route(POST=care.answer_plan)),
    path("api/my/care/refusal", route(POST=care.decline_plan)),
    path("api/my/care/way", route(POST=care.choose_way)),
    path("api/my/care/check-in", route(POST=care.answer_check_in)),
    *routes("api/my/rooms", "reporter", rooms.start_epoch),
]
