"""`manage.py tick`: everything that must happen by itself. `serve` runs it every hour."""

import sys
import traceback
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from hoeder.cases import actions as cases
from hoeder.clocks.rules import SYSTEM
from hoeder.identities import actions as identities
from hoeder.ledger import actions as ledger
from hoeder.ledger import witnessed, witnessing
from hoeder.organisations import policies
from hoeder.oversight import actions as oversight
from hoeder.protection import actions as protection
from hoeder.protection import asking
from hoeder.retention import actions as retention
from hoeder.retention import carrying
from hoeder.rooms import actions as rooms
from hoeder.web.release import manifest


class Command(BaseCommand):
    """Note missed dates, forget unfinished uploads, mail notices, publish the ledger."""

    help = "Note missed dates, forget unfinished uploads, mail notices, publish the ledger."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each duty. One that fails does not keep the others from being done."""
        duties: dict[str, Callable[[], object]] = {
            "note missed dates": _note_missed_dates,
            "recall requests to meet": _recall_requests_to_meet,
            "tell of missed dates without a case": lambda: protection.tell_default(by=SYSTEM),
            "pass on what an owner left": lambda: protection.pass_on_abandoned(by=SYSTEM),
            "part with protectors who left": lambda: protection.part_with_protectors(by=SYSTEM),
            "ask for the grounds of a month": lambda: protection.open_months(by=SYSTEM),
            "ask for reviews of the procedure": _ask_for_procedure_reviews,
            "keep check-ins going": _keep_check_ins_going,
            "look for repeated refused requests": _look_for_probing,
            # After what finds defaults, so that the level above is told in the same hour.
            "bring defaults to the level above": lambda: oversight.escalate_missed(by=SYSTEM),
            "bring to the next level what nobody may look at": lambda: oversight.move_up(by=SYSTEM),
            "note possible breaches": lambda: oversight.note_possible_breaches(by=SYSTEM),
            "note what came due of openings": _sweep_openings,
            "keep track of closed cases": lambda: retention.keep_track(by=SYSTEM),
            "offer packs": lambda: retention.offer_packs(by=SYSTEM),
            "destroy what is due": _destroy,
            "forget unfinished uploads": lambda: rooms.forget_unfinished(by=SYSTEM),
            "mail notices": lambda: call_command("send_notices"),
            # Late, so that what the others noted is in this batch.
            "note what is served": lambda: ledger.note_release(manifest=manifest(), by=SYSTEM),
            "publish the ledger": lambda: ledger.publish(by=SYSTEM),
            "ask the witnesses": _ask_the_witnesses,
            "ask for a time stamp": _ask_for_a_stamp,
        }
        failed = [name for name, duty in duties.items() if not _done(duty)]
        if failed:
            raise CommandError(f"Not done: {', '.join(failed)}.")


def _note_missed_dates() -> None:
    while cases.sweep_clocks(by=SYSTEM):
        pass


def _recall_requests_to_meet() -> None:
    while cases.warn_of_meetings(by=SYSTEM):
        pass


def _ask_for_procedure_reviews() -> None:
    oversight.owe_procedure_reviews(by=SYSTEM)
    while oversight.remind_of_procedures(by=SYSTEM):
        pass


def _keep_check_ins_going() -> None:
    while protection.note_silence(by=SYSTEM):
        pass
    while protection.keep_check_ins_going(by=SYSTEM):
        pass


def _look_for_probing() -> None:
    for case in asking.tried_again():
        protection.notice_probing(case=case, by=SYSTEM)


def _sweep_openings() -> None:
    while identities.sweep(by=SYSTEM):
        pass


def _ask_the_witnesses() -> None:
    if found := policies.in_force():
        outcomes = witnessing.submit(policy=found[1], by=SYSTEM)
        contradicting = [name for name, one in outcomes.items() if one.contradicts]
        if contradicting:
            raise CommandError(
                f"The log was set back or rewritten, says {', '.join(contradicting)}:"
                " see docs/operations.md, Witnesses of the log."
            )


def _ask_for_a_stamp() -> None:
    if settings.TIMESTAMP_URL:
        # Loaded only where stamps are asked for: it brings a library of its own.
        from hoeder.ledger import stamps

        found = policies.in_force()
        note = witnessed.newest_that_counts(found[1] if found else None)
        stamps.stamp_today(
            note=note, url=settings.TIMESTAMP_URL, roots=settings.TIMESTAMP_ROOT, by=SYSTEM
        )


def _destroy() -> None:
    carrying.destroy_again()
    carrying.destroy_due(by=SYSTEM)


def _done(duty: Callable[[], object]) -> bool:
    try:
        duty()
    except Exception:
        # The trace names our code; no duty handles what somebody wrote.
        traceback.print_exc(file=sys.stderr)
        return False
    return True
