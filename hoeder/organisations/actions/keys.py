"""Officers' keys: made in their own browser, confirmed by a second person."""

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.ledger.sayings import digest
from hoeder.organisations.asking import must_be_active, must_be_well_formed
from hoeder.organisations.models import Officer, OfficerKey, today
from hoeder.organisations.recipients import is_recipient
from hoeder.organisations.rules import Operator, Power
from hoeder.organisations.wrap import is_wrap


@transaction.atomic
def register_key(*, recipient: str, verify: str, wrap: str, by: Officer) -> OfficerKey:
    """Keep the public halves and the wrap that the officer's own browser made.

    It waits for a second person. A confirmed key that it replaces goes on counting until then.
    """
    officer = Officer.objects.select_for_update().get(pk=by.pk)
    must_be_active(officer)
    _must_be_wrapped(wrap)
    if not is_recipient(recipient):
        raise NotValid(_("This is not a key that we use."))
    current = officer.key()
    if current and (current.recipient, current.verify, current.wrap) == (recipient, verify, wrap):
        # The very same request again, after a lost connection.
        return current
    if OfficerKey.objects.filter(Q(recipient=recipient) | Q(verify=verify)).exists():
        raise NotValid(_("This key was used before. Please make a new one."))
    officer.keys.filter(withdrawn_on=None, confirmed_on=None).update(withdrawn_on=today())
    number = officer.keys.aggregate(newest=Max("number"))["newest"] or 0
    key = OfficerKey(
        officer=officer, number=number + 1, recipient=recipient, verify=verify, wrap=wrap
    )
    must_be_well_formed(key)
    key.save(force_insert=True)
    ledger.append(kind="key.registered", by=by, detail=_detail(key))
    return key


@transaction.atomic
def rewrap_key(*, key: OfficerKey, wrap: str, by: Officer) -> None:
    """Keep the same keys under a new passphrase."""
    key = OfficerKey.objects.select_for_update().get(pk=key.pk)
    if by != key.officer:
        raise NotAllowed(_("Everybody changes only their own passphrase."))
    must_be_active(key.officer)
    _must_not_be_withdrawn(key)
    _must_be_wrapped(wrap)
    key.wrap = wrap
    key.save(update_fields=["wrap"])
    ledger.append(kind="key.rewrapped", by=by, detail={"key": key.pk.hex, "wrap": digest(wrap)})


@transaction.atomic
def confirm_key(*, key: OfficerKey, by: Officer) -> None:
    """Say, as a second person, that the fingerprint was compared with the officer by telephone.

    An older key of the same officer is withdrawn by it. The next directory carries the new one.
    """
    key = OfficerKey.objects.select_for_update().get(pk=key.pk)
    if by == key.officer:
        raise NotAllowed(_("Nobody confirms their own key. Please ask a colleague."))
    _must_be_second_person(by, key.officer)
    must_be_active(key.officer)
    _must_not_be_withdrawn(key)
    if key.confirmed_on is not None:
        raise NotNow(_("This key has been confirmed already."))
    key.officer.keys.filter(withdrawn_on=None, confirmed_on__isnull=False).update(
        withdrawn_on=today()
    )
    key.confirmed_by = by
    key.confirmed_on = today()
    key.save(update_fields=["confirmed_by", "confirmed_on"])
    ledger.append(
        kind="key.confirmed", by=by, detail={"key": key.pk.hex, "fingerprint": key.fingerprint}
    )


@transaction.atomic
def withdraw_key(*, key: OfficerKey, by: Officer | Operator) -> None:
    """Take a key out of use: the next directory no longer carries it."""
    key = OfficerKey.objects.select_for_update().get(pk=key.pk)
    if by != key.officer and not isinstance(by, Operator):
        _must_be_second_person(by, key.officer)
    _must_not_be_withdrawn(key)
    key.withdrawn_on = today()
    key.save(update_fields=["withdrawn_on"])
    ledger.append(kind="key.withdrawn", by=by, detail={"key": key.pk.hex})


def _detail(key: OfficerKey) -> dict[str, str | int]:
    """Say in the ledger which key it is: its public halves, and how it is wrapped, by hash."""
    return {
        "key": key.pk.hex,
        "number": key.number,
        "fingerprint": key.fingerprint,
        "recipient": digest(key.recipient),
        "verify": key.verify,
        "wrap": digest(key.wrap),
    }


def _must_be_second_person(by: Officer, officer: Officer) -> None:
    same = by.body.organisation_id == officer.body.organisation_id
    if not same or not by.has(Power.CONFIRM_KEYS):
        raise NotAllowed(_("You may not confirm or withdraw the keys of others."))


def _must_not_be_withdrawn(key: OfficerKey) -> None:
    if key.withdrawn_on is not None:
        raise NotNow(_("This key is no longer in use."))


def _must_be_wrapped(wrap: str) -> None:
    if not is_wrap(wrap):
        raise NotValid(_("These keys are not wrapped as they should be."))
