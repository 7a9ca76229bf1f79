"""Who may do what: every JSON route, every role, every relation to a case, as one table.

`test_who_may.py` walks it against the routes that the resolver knows: a route without a row fails,
and so does an actor without an answer. `python -m tests.web.who_may` draws `docs/who-may.md`.

An answer is a status. Whoever may not see a thing gets 404, the very answer that is given for what
does not exist; 401 is for whoever did not prove who they are; 403 for whoever sees the thing and
may not do this with it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

#: Who asks: name of the test's cast → role, and relation to the one case that is asked about.
ACTORS: Mapping[str, tuple[str, str]] = {
    "nobody": ("nobody", "not signed in"),
    "noor": ("reporter", "own case"),
    "bram": ("reporter", "other case"),
    "ada": ("handler", "own case, its handler"),
    "ruth": ("handler", "own case, not its handler"),
    "van_dalen": ("handler", "other case: left out by the reporter"),
    "eve": ("handler", "other body"),
    "stranger": ("handler", "other organisation"),
    "tarik": ("commission_member", "own case"),
    "mira": ("commission_member", "other case"),
    "sanne": ("commission_member", "stepped back"),
    "eva": ("commission_member", "removed with a new key"),
    "jonas": ("investigator", "own investigation"),
    "lotte": ("investigator", "past the last day"),
    "omar": ("protection_officer", "other case"),
    "ilse": ("confidential_adviser", "other case: advised before the report"),
    "wim": ("works_council, custodian", "other case"),
    "smit": ("director", "keeps one promise of the case"),
    "adviseur_personeelszaken": ("owner", "other case"),
    "pim": ("administrator", "other case"),
    "fg": ("data_protection_officer", "other case"),
    "externe_autoriteit": ("authority", "other case"),
    "password_only": ("handler", "own case, without the second factor"),
}

REPORTERS = frozenset({"noor", "bram"})
UNPROVEN = frozenset({"nobody", "password_only"})
OFFICERS = frozenset(ACTORS) - REPORTERS - UNPROVEN
#: Who reads the dialogue; who reads the investigation.
IN_DIALOGUE = frozenset({"ada", "ruth", "tarik"})
#: Who keeps a share of the box of this case; Sanne, who stepped back, is shut out.
CUSTODIANS = frozenset({"ruth", "wim", "tarik", "eva"})
#: Who oversees the Kustdienst; Mira alone of them had nothing to do with this case.
COMMISSION = frozenset({"mira", "sanne", "tarik", "eva"})
IN_INVESTIGATION = frozenset({"ada", "ruth", "tarik", "jonas"})
#: Whose role has nothing to do with taking in what is told.
REGISTER_NOTHING = frozenset(
    {"jonas", "lotte", "wim", "pim", "fg", "externe_autoriteit", "adviseur_personeelszaken"}
)
#: Who sees that something was promised, and may not answer for who promised it.
SEE_PROMISE = IN_INVESTIGATION | {"omar"}

#: Who puts decisions of the Kustdienst on record; who reads them.
PERSONNEL = frozenset({"adviseur_personeelszaken"})
REVIEW_GROUNDS = COMMISSION | {"omar"}


@dataclass(frozen=True)
class Row:
    """Who may do one thing (status), who sees it and may not (403); everybody else: 404 or 401."""

    says: str
    may: frozenset[str]
    status: int
    sees: frozenset[str] = frozenset()
    not_now: frozenset[str] = frozenset()


def only(*names: str) -> frozenset[str]:
    """Name actors."""
    return frozenset(names)


EVERYBODY = frozenset(ACTORS)

#: The operation's id in the OpenAPI document → its row.
ROWS: Mapping[str, Row] = {
    "public_openapi": Row("read this interface's description", EVERYBODY, 200),
    "public_directory": Row("read the directory of public keys", EVERYBODY, 200),
    "public_see_witnesses": Row("see how far the witnesses of the log are", EVERYBODY, 200),
    # Anybody may report. Each reporter here sends one that is her own.
    "reporter_send_report": Row("send a report", REPORTERS, 201),
    "public_see_joint": Row("see who may read a report made together with Noor's", EVERYBODY, 200),
    "reporter_make_join_code": Row("make a join code for her own report", REPORTERS, 204),
    "reporter_take_possession": Row("put new words in the place of those on paper", only(), 204),
    "reporter_ask_advice": Row("ask advice", REPORTERS, 201),
    "reporter_my_talk": Row("see her own talk with an adviser", only("noor"), 200),
    "reporter_my_talk_journal": Row("read what happened with it", only("noor"), 200),
    "reporter_my_case": Row("see her own case", REPORTERS, 200),
    "reporter_my_journal": Row("read her own journal", REPORTERS, 200),
    "reporter_see_room": Row("see the dialogue", only("noor"), 200),
    "reporter_fetch_items": Row("fetch what was said", only("noor"), 200),
    "reporter_add_item": Row("write", only("noor"), 201),
    "reporter_start_epoch": Row("start a new key", only("noor"), 201),
    "reporter_begin_attachment": Row("announce a file", only("noor"), 201),
    "reporter_see_attachment": Row("see how far a file is", only("noor"), 200),
    "reporter_store_piece": Row("send a piece of a file of hers", only("noor"), 204),
    "reporter_fetch_piece": Row("fetch a piece of a file", only("noor"), 200),
    "reporter_let_in_above": Row(
        "let in the level above, when no officer is left", only("noor"), 204
    ),
    # Bram was told no outcome.
    "reporter_answer_outcome": Row(
        "say what she thinks of the outcome", only("noor"), 201, not_now=only("bram")
    ),
    "reporter_ask_to_meet": Row("ask for a meeting", only("noor"), 201, not_now=only("bram")),
    "reporter_answer_meeting": Row(
        "pick a day, correct the minutes or agree to them",
        only("noor"),
        201,
        not_now=only("bram"),
    ),
    "reporter_my_retention": Row("see what is kept of her case", REPORTERS, 200),
    "reporter_hold_my_case": Row("hold her case", only("noor"), 201, not_now=only("bram")),
    "reporter_lift_my_hold": Row("lift her own hold", only("noor"), 201),
    "reporter_raise_alarm": Row("raise the alarm", REPORTERS, 201),
    "reporter_raise_elsewhere": Row("raise the alarm after reporting elsewhere", REPORTERS, 201),
    # Noor and Bram reported here: an alarm without a case is another's.
    "reporter_my_alarm": Row("come back to an alarm without a report here", only(), 200),
    "reporter_my_incidents": Row("see what became of the alarm", REPORTERS, 200),
    "reporter_go_to_commission": Row("go to the commission", REPORTERS, 201),
    "reporter_my_oversight": Row("see what came of it", REPORTERS, 200),
    "reporter_open_own_room": Row("open a room with her protection officer", REPORTERS, 201),
    # Noor has one; Bram opens his with the same request.
    "reporter_my_file": Row("see her own detriment file", only("noor"), 200),
    "reporter_my_weighed": Row("see what decisions are worth", REPORTERS, 200),
    "reporter_my_file_journal": Row("read what happened with it", only("noor"), 200),
    "reporter_open_file": Row("open a file of one's own", only("bram"), 201, not_now=only("noor")),
    "reporter_share_detriment": Row("share a copy from her file", only("noor"), 201),
    "reporter_my_box": Row("see her box from outside", REPORTERS, 200),
    "reporter_make_box": Row("make the box of a report that has none", REPORTERS, 204),
    "reporter_replace_box": Row("put another content in her box", REPORTERS, 204),
    "reporter_my_openings": Row("see who asks who she is", REPORTERS, 200),
    "reporter_consent": Row("agree to an opening", only("noor"), 204),
    "reporter_refuse_opening": Row("refuse an opening", only("noor"), 204),
    "reporter_withdraw_consent": Row("withdraw her consent", only("noor"), 204),
    "reporter_my_circle": Row("see who knows and who fetched", REPORTERS, 200),
    "reporter_tell_circle": Row("say who knows", REPORTERS, 201),
    # Smit is asked to keep one promise, with Omar beside him; neither sees the case.
    "reporter_my_commitments": Row("see what was promised", REPORTERS, 200),
    "reporter_offer_commitment": Row("ask somebody to accept a promise", REPORTERS, 201),
    "reporter_refuse_proposal": Row("refuse what an officer proposed", only("noor"), 204),
    "reporter_confirm_commitment": Row("say that a promise was kept", only("noor"), 204),
    "reporter_dispute_commitment": Row("say that it was not kept", only("noor"), 204),
    "reporter_read_duty": Row("read what was done about a task", only("noor"), 204),
    "reporter_pass_on_commitment": Row("ask somebody else to keep it", only("noor"), 204),
    "reporter_ask_in_emergency": Row("ask for what cannot wait", REPORTERS, 201),
    "reporter_my_care": Row("see how her protection stands", REPORTERS, 200),
    # Noor has chosen Omar to protect her where a row asks for it; Bram has chosen nobody.
    "reporter_assess": Row("assess the risk", only("noor"), 201, not_now=only("bram")),
    "reporter_answer_plan": Row("answer a plan", only("noor"), 201, not_now=only("bram")),
    "reporter_decline_plan": Row(
        "say that she wants no plan", only("noor"), 201, not_now=only("bram")
    ),
    "reporter_let_in_protector": Row(
        "let somebody else protect her", only("noor"), 204, sees=only("bram")
    ),
    "reporter_choose_way": Row("choose how she is asked", REPORTERS, 204),
    "reporter_answer_check_in": Row("say how she is", only("noor"), 201, not_now=only("bram")),
    "officer_me": Row("see who is signed in", OFFICERS, 200),
    "officer_register_key": Row("make new keys", OFFICERS, 201),
    "officer_rewrap_key": Row("change the passphrase", OFFICERS, 204),
    "officer_list_news": Row("see what there is to do", OFFICERS, 200),
    "officer_mark_seen": Row("mark it as seen", OFFICERS, 204),
    "officer_list_cases": Row("list one's own cases", OFFICERS, 200),
    "officer_register_report": Row(
        "register a report that was told to them",
        OFFICERS - REGISTER_NOTHING - only("stranger"),
        201,
        sees=REGISTER_NOTHING,
        # The channel is none of the other organisation's.
        not_now=only("stranger"),
    ),
    "officer_list_talks": Row("list the talks in which one advises", OFFICERS, 200),
    "officer_see_talk": Row("open Noor's talk", only("ilse"), 200),
    "officer_see_case": Row("open the case", IN_INVESTIGATION, 200),
    "officer_read_journal": Row("read what happened with it", IN_INVESTIGATION, 200),
    # Jonas, who has not declared to be impartial, is asked to do that first.
    "officer_see_care": Row("see how the protection stands", IN_INVESTIGATION | only("omar"), 200),
    "officer_assess": Row(
        "assess the risk with her", only("omar"), 201, sees=IN_DIALOGUE, not_now=only("jonas")
    ),
    "officer_propose_plan": Row(
        "propose a protection plan", only("omar"), 201, sees=IN_DIALOGUE, not_now=only("jonas")
    ),
    "officer_go_on_without": Row(
        "go on without a plan", only("ada"), 201, sees=only("ruth", "tarik", "jonas")
    ),
    "officer_note_check_in": Row(
        "write down how she is", only("omar"), 201, sees=IN_DIALOGUE, not_now=only("jonas")
    ),
    "officer_offer_support": Row(
        "offer support", only("omar"), 201, sees=IN_DIALOGUE, not_now=only("jonas")
    ),
    "officer_declare": Row("declare to be impartial", IN_INVESTIGATION, 204),
    "officer_cut_off": Row("cut off who is named later", IN_DIALOGUE, 204, sees=only("jonas")),
    "officer_propose_reclassification": Row(
        "propose to call the case something else",
        only("ada"),
        201,
        sees=only("ruth", "tarik", "jonas"),
    ),
    # Ada proposed it: a second person decides, and she can only withdraw.
    "officer_confirm_reclassification": Row(
        "confirm what Ada proposed", only("ruth", "tarik"), 201, sees=only("ada", "jonas")
    ),
    "officer_refuse_reclassification": Row(
        "refuse or withdraw it", IN_DIALOGUE, 201, sees=only("jonas")
    ),
    "officer_see_hearings": Row("see how far the hearing is", IN_INVESTIGATION, 200),
    "officer_show_view": Row(
        "note that the redacted view was handed over",
        only("ada"),
        201,
        sees=only("ruth", "tarik", "jonas"),
    ),
    "officer_postpone_informing": Row(
        "put off informing who is concerned",
        only("ada"),
        201,
        sees=only("ruth", "tarik", "jonas"),
    ),
    "officer_propose_unheard": Row(
        "propose a finding without a hearing",
        only("ada"),
        201,
        sees=only("ruth", "tarik", "jonas"),
    ),
    "officer_confirm_unheard": Row(
        "confirm it", only("ruth", "tarik"), 201, sees=only("ada", "jonas")
    ),
    "officer_refuse_unheard": Row("refuse or withdraw it", IN_DIALOGUE, 201, sees=only("jonas")),
    "officer_hear": Row(
        "note that somebody was heard", only("ada"), 201, sees=only("ruth", "tarik", "jonas")
    ),
    "officer_clear": Row(
        "note that somebody was cleared", only("ada"), 201, sees=only("ruth", "tarik", "jonas")
    ),
    "officer_tell_outcome": Row(
        "tell how the case ends", only("ada"), 201, sees=only("ruth", "tarik", "jonas")
    ),
    "officer_withdraw_outcome": Row(
        "take the outcome back", only("ada"), 201, sees=only("ruth", "tarik", "jonas")
    ),
    "officer_propose_closing_over": Row(
        "propose to close over the reporter", only("ada"), 201, sees=only("ruth", "tarik", "jonas")
    ),
    "officer_confirm_closing_over": Row(
        "confirm to close over her", only("ruth", "tarik"), 201, sees=only("ada", "jonas")
    ),
    "officer_refuse_closing_over": Row(
        "refuse or withdraw closing over her", IN_DIALOGUE, 201, sees=only("jonas")
    ),
    "officer_reopen": Row(
        "open the closed case again", only("ada"), 201, sees=only("ruth", "tarik", "jonas")
    ),
    "officer_forward": Row(
        "note that the case was forwarded to an authority",
        only("ada"),
        201,
        sees=only("ruth", "tarik", "jonas"),
    ),
    "officer_arrange_meeting": Row(
        "propose days to meet, offer minutes", only("ada"), 201, sees=only("ruth", "tarik", "jonas")
    ),
    "officer_see_retention": Row("see what is kept of a case", IN_INVESTIGATION, 200),
    "officer_propose_keeping": Row(
        "propose what goes and what is kept", IN_DIALOGUE, 201, sees=only("jonas")
    ),
    "officer_confirm_keeping": Row(
        "confirm it", only("ruth", "tarik"), 201, sees=only("ada", "jonas")
    ),
    "officer_refuse_keeping": Row("refuse or withdraw it", IN_DIALOGUE, 201, sees=only("jonas")),
    # Jonas asks from the room that he holds; here all ask from the dialogue.
    "officer_hold": Row("hold a case", IN_DIALOGUE, 201),
    "officer_confirm_hold": Row("confirm a hold", only("ruth", "tarik"), 201, sees=only("ada")),
    "officer_ask_lifting": Row("propose to lift a hold", IN_DIALOGUE, 201),
    "officer_keep_holding": Row("keep a hold", IN_DIALOGUE, 201),
    "officer_lift_hold": Row("lift a hold", only("ruth", "tarik"), 201, sees=only("ada")),
    "officer_acknowledge": Row("acknowledge the report", IN_DIALOGUE, 201, sees=only("jonas")),
    "officer_give_feedback": Row(
        "give feedback", only("ada"), 201, sees=only("ruth", "tarik", "jonas")
    ),
    "officer_hand_over": Row(
        "hand the case over", only("ada"), 204, sees=only("ruth", "tarik", "jonas")
    ),
    "officer_recuse": Row("step back", IN_INVESTIGATION, 204),
    "officer_open_investigation": Row(
        "open the investigation", only("ada"), 201, sees=only("ruth", "tarik", "jonas")
    ),
    "officer_add_member": Row(
        "let somebody into the investigation",
        only("ada"),
        201,
        sees=only("ruth", "tarik", "jonas"),
    ),
    "officer_see_room": Row("see the dialogue", IN_DIALOGUE, 200),
    "officer_fetch_items": Row("fetch what was said", IN_DIALOGUE, 200),
    "officer_add_item": Row("write", IN_DIALOGUE, 201),
    "officer_start_epoch": Row("start a new key", IN_DIALOGUE, 201),
    "officer_begin_attachment": Row("announce a file", IN_DIALOGUE, 201),
    "officer_see_attachment": Row("see how far a file is", IN_DIALOGUE, 200),
    # The file is Noor's: others in the room see it and do not go on with it.
    "officer_store_piece": Row("send a piece of another's file", only(), 204, sees=IN_DIALOGUE),
    "officer_fetch_piece": Row("fetch a piece of a file", IN_DIALOGUE, 200),
    # An alarm is out. Ada, Ruth, Tarik, Jonas, Sanne, Eva and Lotte are, or were, in the case: they
    # account for what they know, and none of them sees or closes the incident, whatever their role.
    "officer_list_incidents": Row("list incidents of bodies that one watches", OFFICERS, 200),
    "officer_see_incident": Row("see the incident", only("mira", "fg"), 200),
    "officer_note_measures": Row(
        "note measures after the alarm", only("mira"), 204, sees=only("fg")
    ),
    "officer_decide_notification": Row(
        "decide on notifying the authority", only("mira", "fg"), 204
    ),
    "officer_close_incident": Row("close the incident", only("mira"), 204, sees=only("fg")),
    "officer_list_accounts": Row("see what one is asked to account for", OFFICERS, 200),
    "officer_account": Row(
        "account for what one knows",
        only("ada", "ruth", "tarik", "jonas", "sanne", "eva", "lotte"),
        204,
    ),
    # The commission. Whoever handled this case, or stepped back from it, does not review it.
    "officer_see_board": Row("see the board of what one oversees", OFFICERS, 200),
    "officer_see_duties": Row("see what the Kustdienst owes", COMMISSION, 200),
    "officer_list_procedures": Row("see when procedures are reviewed", OFFICERS, 200),
    # The commission sees that it is overdue, and is not the one who says that it was done.
    "officer_record_review": Row("put a review of the procedure on record", only("smit"), 201),
    "officer_list_reports": Row("list the yearly reports for one", OFFICERS, 200),
    "officer_publish_report": Row("publish a yearly report", COMMISSION, 201),
    "officer_report_as_csv": Row("fetch it as CSV", COMMISSION | only("wim", "smit"), 200),
    "officer_report_as_pdf": Row("fetch it as PDF", COMMISSION | only("wim", "smit"), 200),
    "officer_list_escalations": Row("list what came to one's level", OFFICERS, 200),
    "officer_close_escalation": Row("close an escalation", only("mira"), 204),
    "officer_open_review": Row("open a review", only("mira"), 201),
    "officer_list_reviews": Row("list the reviews of one's level", OFFICERS, 200),
    "officer_see_review": Row("see the review", only("mira"), 200),
    "officer_note_heard": Row("note who was heard", only("mira"), 204),
    "officer_find": Row("find on protection or on care", only("mira"), 204),
    "officer_recommend": Row("recommend", only("mira"), 204),
    "officer_open_breach": Row("put a breach of duty in the register", only("mira"), 204),
    "officer_close_review": Row("close the review", only("mira"), 204),
    "officer_list_breaches": Row("list the register of breaches", OFFICERS, 200),
    "officer_decide_breach": Row("decide about a breach", only("mira"), 204),
    "officer_list_recommendations": Row("see what one must do", OFFICERS, 200),
    # It asks something of the handlers of this case; Van Dalen, who is another one, sees nothing.
    "officer_say_done": Row("say that it is done", only("ada", "ruth"), 204, sees=only("mira")),
    "officer_confirm_done": Row("agree that it is", only("mira"), 204, sees=only("ada", "ruth")),
    # A director, an administrator, a works council: for them there is no such request.
    "officer_request_opening": Row(
        "ask the reporter who she is", IN_DIALOGUE, 201, sees=only("jonas")
    ),
    "officer_request_override": Row("announce an override", IN_DIALOGUE, 201, sees=only("jonas")),
    "officer_see_openings": Row("see the openings of the case", IN_INVESTIGATION, 200),
    "officer_list_openings": Row("list the openings to oneself", OFFICERS, 200),
    "officer_pledge": Row("promise secrecy", IN_INVESTIGATION, 204),
    "officer_fetch_box": Row("fetch the box that is open to Ada", only("ada"), 200),
    "officer_declare_knowledge": Row("say that one knows", IN_INVESTIGATION, 201),
    "officer_see_circle": Row(
        "see who knows", only("tarik"), 200, sees=only("ada", "ruth", "jonas")
    ),
    "officer_list_own_commitments": Row("list what one has to keep", OFFICERS, 200),
    "officer_accept_commitment": Row("accept a promise", only("smit"), 204, sees=SEE_PROMISE),
    "officer_decline_commitment": Row("decline a promise", only("smit"), 204, sees=SEE_PROMISE),
    "officer_claim_commitment": Row("say to have kept it", only("smit"), 204, sees=SEE_PROMISE),
    "officer_end_restoration": Row(
        "end the following of a restoration",
        only("tarik"),
        204,
        sees=only("ada", "ruth", "jonas", "smit", "omar"),
    ),
    "officer_pass_on_commitment": Row(
        "ask somebody else to keep it", only("omar"), 204, sees=IN_INVESTIGATION | only("smit")
    ),
    "officer_account_for_duty": Row(
        "say what was done about a task", only("smit"), 204, sees=IN_INVESTIGATION
    ),
    "officer_see_commitments": Row("see what was promised in the case", IN_INVESTIGATION, 200),
    "officer_propose_commitment": Row(
        "propose what somebody should promise", only("ada"), 201, sees=only("ruth", "tarik")
    ),
    "officer_grant_emergency": Row(
        "grant what cannot wait", only("tarik"), 201, sees=only("ada", "ruth", "jonas")
    ),
    "officer_refuse_emergency": Row(
        "refuse what cannot wait", only("tarik"), 204, sees=only("ada", "ruth", "jonas")
    ),
    # Whoever puts on record sees the same as if nobody had reported; so does whoever reviews.
    "officer_list_grounds": Row("list the months of grounds", OFFICERS, 200),
    "officer_open_grounds": Row("open a month of grounds", PERSONNEL, 204, sees=REVIEW_GROUNDS),
    "officer_complete_grounds": Row(
        "say that a month is complete", PERSONNEL, 204, sees=REVIEW_GROUNDS
    ),
    "officer_let_read_grounds": Row(
        "let somebody read a month",
        PERSONNEL | only("omar", "mira"),
        204,
        sees=only("sanne", "tarik", "eva"),
    ),
    "officer_ask_for_grounds": Row(
        "ask about several decisions",
        only("omar", "mira"),
        204,
        sees=PERSONNEL | only("sanne", "tarik", "eva"),
    ),
    "officer_answer_about_grounds": Row(
        "answer what was asked", PERSONNEL, 204, sees=REVIEW_GROUNDS
    ),
    "officer_list_weighed": Row("list the decisions to weigh", IN_INVESTIGATION, 200),
    "officer_weigh_grounds": Row("weigh a decision against Noor", only("tarik"), 204),
    "officer_approve": Row("release a share for Ada", CUSTODIANS, 204),
    "officer_decline": Row("refuse to release a share", CUSTODIANS, 204),
    "officer_see_custody": Row("see one's own shares", OFFICERS, 200),
    "officer_fetch_share": Row("fetch Wim's share", only("wim"), 200),
    "officer_prove_share": Row("prove Wim's share", only("wim"), 204),
    "officer_hand_over_share": Row("hand over Wim's share", only("wim"), 204),
    "officer_start_drill": Row(
        "start a drill", CUSTODIANS | only("sanne"), 201, sees=only("externe_autoriteit")
    ),
    "officer_prove_drill": Row(
        "pass a drill", CUSTODIANS | only("sanne", "externe_autoriteit"), 200
    ),
}


def expected(operation: str, actor: str) -> int:
    """Look up the one right answer."""
    row = ROWS[operation]
    if actor in row.may:
        return row.status
    if actor in row.sees:
        return 403
    if actor in row.not_now:
        return 409
    is_reporters = operation.startswith("reporter_")
    proven = actor in (REPORTERS if is_reporters else OFFICERS)
    return 404 if proven else 401


def picture() -> str:
    """Draw the table as Markdown."""
    lines = [
        "# Who may do what",
        "",
        "Drawn from `tests/web/who_may.py`, which a test compares with every route and with what "
        "the server answers. Below, **yes** means that it is done, **no** that it is seen and "
        "refused (403), **not now** that the state does not allow it (409), "
        "**–** that for this person it does not exist (404, the same answer as for "
        "what is not there), and **?** that nobody proved who they are (401). Rows of reporters "
        "are asked with a receipt, those of officers with a session.",
        "",
        "The case is Noor's. Ada, Ruth and Tarik hold it; Jonas investigates; Sanne stepped back, "
        "Eva was removed with a new key, Lotte's last day is past. Van Dalen reads the same "
        "channel and was left out by Noor. Before she reported, she asked Ilse's advice. Ruth, "
        "Wim, Sanne, Tarik and Eva are custodians.",
        "",
    ]
    for audience in ("public", "reporter", "officer"):
        rows = {name: row for name, row in ROWS.items() if name.startswith(audience)}
        if audience == "public":
            names = list(ACTORS)
        else:
            family = REPORTERS if audience == "reporter" else OFFICERS
            names = [name for name in ACTORS if name in family | UNPROVEN]
        lines += [f"## {audience.capitalize()}", ""]
        lines.append(
            "| who | role | relation | " + " | ".join(r.says for r in rows.values()) + " |"
        )
        lines.append("|" + "---|" * (3 + len(rows)))
        for name in names:
            role, relation = ACTORS[name]
            cells = [_mark(expected(operation, name)) for operation in rows]
            shown = name.replace("_", " ").title()
            lines.append(f"| {shown} | {role} | {relation} | " + " | ".join(cells) + " |")
        lines.append("")
    return "\n".join(lines).rstrip()


def _mark(status: int) -> str:
    return {401: "?", 403: "no", 404: "–", 409: "not now"}.get(status, "**yes**")


if __name__ == "__main__":
    print(picture())
