"""Conflicts of interest: declared before reading, named later, stepping back."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.cases import guards, readers
from hoeder.cases.models import Case, ClosingOver, Declaration, Exclusion, Recusal
from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.identities import actions as identities
from hoeder.ledger import actions as ledger
from hoeder.ledger.actions import Actor
from hoeder.notices import actions as notices
from hoeder.organisations.models import Officer
from hoeder.reports.models import Receipt
from hoeder.rooms import actions as rooms


@transaction.atomic
def declare(*, case: Case, by: Officer) -> None:
    """Declare to have no conflict of interest in a case; nothing of it can be read before."""
    case = guards.lock(case)
    if not case.rooms().visible_to(by).exists():
        raise NotAllowed(_("You do not hold this case."))
    _declaration, new = Declaration.objects.get_or_create(
        case=case, officer=by, defaults={"day": case.body.today()}
    )
    if new:
        ledger.append(kind="case.declared", case=case.pk, by=by)


@transaction.atomic
def recuse(*, case: Case, by: Officer) -> None:
    """Step back from a case at once and for good; its rooms need a new key before the next item.

    The last officer stays until the case is handed over. Only whoever has not declared, and so has
    read nothing, may leave nobody behind: the level above is told then.
    """
    case = guards.lock(case)
    held = list(case.rooms().visible_to(by).order_by("kind"))
    if not held:
        raise NotAllowed(_("You do not hold this case."))
    declared = Declaration.objects.filter(case=case, officer=by).exists()
    for room in held:
        if declared:
            rooms.leave(room=room, by=by)
        else:
            rooms.end_memberships(room=room, holders=[by.label], by=by)
    Recusal.objects.create(case=case, officer=by, day=case.body.today())
    out = identities.shut_out(case=case.pk, officers=[by], by=by)
    if case.handler_id == by.pk:
        case.handler = None
        case.save(update_fields=["handler"])
    notices.tell(holders=readers.officers_of(case.pk), kind="case.recused", by=by)
    ledger.append(kind="case.recused", case=case.pk, by=by, veiled=out)
    _tell_if_nobody_is_left(case, by=by)


@transaction.atomic
def cut_off(
    *, case: Case, officers: Collection[UUID], functions: Collection[UUID], by: Officer
) -> set[UUID]:
    """Cut off those who turn out to be named in a case, and everybody above and below them.

    At once and for good, the handler and whoever names them too, where they are in that line.
    """
    case = guards.lock(case)
    guards.holds_dialogue(case, by)
    if not officers and not functions:
        raise NotValid(_("Say first who is named in this case."), kind="named")
    line = readers.in_line(case, officers, functions)
    already = case.exclusions.values_list("officer", flat=True)
    new = line - set(already)
    if not new:
        return line
    Exclusion.objects.bulk_create(
        Exclusion(case=case, officer_id=officer, by=by, day=case.body.today())
        for officer in sorted(new)
    )
    ended, out = _end_every_way_in(case, new, by=by)
    if case.handler_id in new:
        case.handler = None
        case.save(update_fields=["handler"])
    notices.tell(holders=readers.officers_of(case.pk), kind="case.cut-off", by=by)
    detail: dict[str, str | int] = {"officers": len(new)}
    # Only those who held something are named: the journal does not draw the line of a person.
    detail |= {f"holder_{place}": holder for place, holder in enumerate(ended, 1)}
    # Whoever holds the chain's key could try every officer, so not even she can.
    veiled = {f"officer_{place}": one.hex for place, one in enumerate(sorted(new), 1)}
    ledger.append(kind="case.cut-off", case=case.pk, by=by, detail=detail, veiled=veiled | out)
    _tell_if_nobody_is_left(case, by=by)
    return line


@transaction.atomic
def let_in_above(*, case: Case, grants: Mapping[str, bytes], by: Receipt) -> None:
    """Let readers of the level above into the dialogue, from the reporter's own browser.

    Only where no officer is left: as long as there is one, officers are let in by the handler.
    """
    case = guards.lock(case)
    dialogue = case.dialogue()
    there = set(readers.officers_in(dialogue))
    if there and grants.keys() <= there:
        # The answer to the first try was lost. All of this was done then.
        return
    if there:
        raise NotNow(_("Somebody still handles your report. Write to them."), kind="somebody-left")
    if not grants:
        raise NotValid(_("Nobody would be let in."), kind="holders")
    readers.refuse_not_above(case, grants)
    if dialogue.needs_new_epoch():
        raise NotNow(
            _("The members of this room have changed. Start a new key and send again."),
            kind="new-epoch-needed",
            extras={"epoch": dialogue.epoch, "stale": True},
        )
    for holder, sealed in grants.items():
        rooms.grant_member(room=dialogue, holder=holder, sealed=sealed, by=by)
    detail = {f"holder_{place}": holder for place, holder in enumerate(sorted(grants), 1)}
    ledger.append(kind="case.let-in-above", case=case.pk, by=by, detail=detail)


def _end_every_way_in(
    case: Case, officers: Collection[UUID], *, by: Officer
) -> tuple[list[str], dict[str, str]]:
    """End all that these officers hold of a case; return the labels of those who held a room, and
    what the event veils of who is kept from the reporter's name.

    Whatever else gives a way to a case or to the reporter's name ends here too.
    """
    labels = [f"officer:{officer.hex}" for officer in officers]
    ended: set[str] = set()
    for room in case.rooms().order_by("kind"):
        ended.update(rooms.end_memberships(room=room, holders=labels, by=by))
    named = list(Officer.objects.filter(pk__in=officers))
    out = identities.shut_out(case=case.pk, officers=named, by=by)
    case.reclassifications.filter(decided_on=None, proposed_by__in=officers).update(
        decided_by=by, decided_on=case.body.today()
    )
    # What they proposed falls with them; a second person would have confirmed it.
    ClosingOver.objects.filter(
        closing__case=case, decided_on=None, proposed_by__in=officers
    ).update(decided_by=by, decided_on=case.body.today())
    case.unheard.filter(decided_on=None, proposed_by__in=officers).update(
        decided_by=by, decided_on=case.body.today()
    )
    return sorted(ended), out


def _tell_if_nobody_is_left(case: Case, *, by: Actor) -> None:
    """Tell the level above that no officer is left; the reporter lets them in, and nobody else."""
    if readers.officers_in(case.dialogue()):
        return
    aside = {*case.exclusions.values_list("officer", flat=True)}
    aside |= {*case.recusals.values_list("officer", flat=True)}
    overseers = [
        one for one in readers.overseers_above(case) if readers.officer_id(one) not in aside
    ]
    notices.tell(holders=overseers, kind="case.nobody-left", by=by)
    ledger.append(
        kind="case.nobody-left", case=case.pk, by=by, detail={"overseers": len(overseers)}
    )
