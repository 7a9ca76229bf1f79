"""Officers: invited, appointed, and gone again."""

import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import get_hasher, identify_hasher
from django.db import transaction
from django.utils.translation import gettext as _

from hoeder.errors import NotAllowed, NotNow, NotValid
from hoeder.ledger import actions as ledger
from hoeder.organisations import invitation
from hoeder.organisations.asking import (
    must_administer,
    must_be_active,
    must_be_well_formed,
    must_not_be_self,
)
from hoeder.organisations.models import Appointment, Body, ChannelReader, Officer, today
from hoeder.organisations.rules import Operator, Power, Role, clash


@transaction.atomic
def invite_officer(*, body: Body, email: str, name: str, by: Officer | Operator) -> Officer:
    """Open an account that nobody can sign in to until its invitation is accepted."""
    must_administer(by, body)
    officer = Officer(body=body, email=email.strip().lower(), name=name.strip())
    # Fresh random text: the invitation is bound to it, so it works once.
    officer.set_unusable_password()
    must_be_well_formed(officer)
    officer.save(force_insert=True)
    ledger.append(
        kind="officer.invited",
        by=by,
        detail={"officer": officer.pk.hex, "body": body.pk.hex},
        veiled=_hash(officer),
    )
    return officer


@transaction.atomic
def invite_again(*, officer: Officer, by: Officer | Operator) -> Officer:
    """Take the password away and make earlier links and sessions worthless.

    The new session that follows has no keys: those need the officer's own passphrase.
    """
    officer = Officer.objects.select_for_update().get(pk=officer.pk)
    must_administer(by, officer.body)
    must_be_active(officer)
    must_not_be_self(by, officer)
    officer.set_unusable_password()
    officer.save(update_fields=["password"])
    ledger.append(
        kind="officer.invited_again",
        by=by,
        detail={"officer": officer.pk.hex},
        veiled=_hash(officer),
    )
    return officer


@transaction.atomic
def forget_second_factor(*, officer: Officer, by: Officer | Operator) -> None:
    """Let somebody whose telephone and recovery codes are lost set up another one.

    It opens nothing by itself: the password is still asked, and the keys need their passphrase.
    """
    officer = Officer.objects.select_for_update().get(pk=officer.pk)
    must_administer(by, officer.body)
    must_be_active(officer)
    must_not_be_self(by, officer)
    Authenticator.objects.filter(user=officer).delete()
    ledger.append(kind="officer.second_factor_forgotten", by=by, detail={"officer": officer.pk.hex})


@transaction.atomic
def accept_invitation(*, officer: Officer, token: str, password: str, by: Officer) -> None:
    """Set the first password with the one-time link. The form has checked its strength."""
    officer = Officer.objects.select_for_update().get(pk=officer.pk)
    if by != officer or invitation.whose(token) != officer.pk:
        raise NotAllowed(_("This invitation is not for this account."))
    must_be_active(officer)
    if not invitation.still_counts(token, officer.password):
        raise NotNow(_("This link was used already, or it is too old. Please ask for a new one."))
    officer.set_password(password)
    officer.save(update_fields=["password"])
    ledger.append(
        kind="officer.invitation_accepted",
        by=by,
        detail={"officer": officer.pk.hex},
        veiled=_hash(officer),
    )


@transaction.atomic
def change_password(*, officer: Officer, password: str, by: Officer) -> None:
    """Change one's own sign-in password. The keys and their passphrase stay as they are."""
    officer = Officer.objects.select_for_update().get(pk=officer.pk)
    if by != officer:
        raise NotAllowed(_("Everybody changes only their own password."))
    must_be_active(officer)
    officer.set_password(password)
    officer.save(update_fields=["password"])
    ledger.append(
        kind="officer.password_changed",
        by=by,
        detail={"officer": officer.pk.hex},
        veiled=_hash(officer),
    )


@transaction.atomic
def renew_hash(*, officer: Officer, password: str, by: Officer) -> bool:
    """Hash the same password anew where its hash is of an older way; tell whether it was done.

    Django does so by itself, unseen, whenever a password is checked; here an event says so.
    """
    if not _is_of_an_older_way(officer.password):
        return False
    officer = Officer.objects.select_for_update().get(pk=officer.pk)
    if by != officer or not officer.check_password(password):
        raise NotAllowed(_("Everybody changes only their own password."))
    officer.set_password(password)
    officer.save(update_fields=["password"])
    ledger.append(
        kind="officer.password_rehashed",
        by=by,
        detail={"officer": officer.pk.hex},
        veiled=_hash(officer),
    )
    return True


def _is_of_an_older_way(encoded: str) -> bool:
    now, before = get_hasher(), identify_hasher(encoded)
    return before.algorithm != now.algorithm or now.must_update(encoded)


@transaction.atomic
def record_sign_in(*, by: Officer) -> None:
    """Write that somebody signed in. Not from where, and not with what."""
    must_be_active(by)
    ledger.append(kind="officer.signed_in", by=by)


@transaction.atomic
def appoint(
    *,
    officer: Officer,
    role: Role,
    body: Body,
    until: datetime.date | None = None,
    by: Officer | Operator,
) -> Appointment:
    """Give an officer a role at a body, if wanted until a last day."""
    officer = Officer.objects.select_for_update().get(pk=officer.pk)
    must_administer(by, body)
    must_not_be_self(by, officer)
    must_be_active(officer)
    _must_fit(officer, role, body)
    if until is not None and until < today():
        raise NotValid(_("The last day has passed already."))
    # One whose last day has passed makes room for a new one.
    officer.appointments.filter(role=role, body=body, ended_on=None, until__lt=today()).update(
        ended_on=today()
    )
    appointment = Appointment(officer=officer, role=role, body=body, until=until)
    must_be_well_formed(appointment)
    appointment.save(force_insert=True)
    ledger.append(
        kind="officer.appointed",
        by=by,
        detail={
            "officer": officer.pk.hex,
            "role": role.value,
            "body": body.pk.hex,
            "until": until.isoformat() if until else "",
            "appointment": appointment.pk.hex,
        },
    )
    return appointment


@transaction.atomic
def end_appointment(*, appointment: Appointment, by: Officer | Operator) -> None:
    """End a role at once. Channels that need it lose this reader."""
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    must_administer(by, appointment.body)
    if appointment.ended_on is not None:
        raise NotNow(_("This appointment has already ended."))
    appointment.ended_on = today()
    appointment.save(update_fields=["ended_on"])
    left = _leave_channels(appointment.officer)
    ledger.append(
        kind="officer.appointment_ended",
        by=by,
        detail={
            "officer": appointment.officer_id.hex,
            "appointment": appointment.pk.hex,
            "role": appointment.role,
            "body": appointment.body_id.hex,
            **left,
        },
    )


@transaction.atomic
def deactivate_officer(*, officer: Officer, by: Officer | Operator) -> None:
    """Close an account: no sign-in, no roles, no channels; the keys leave the next directory."""
    officer = Officer.objects.select_for_update().get(pk=officer.pk)
    must_administer(by, officer.body)
    must_not_be_self(by, officer)
    must_be_active(officer)
    officer.is_active = False
    officer.set_unusable_password()
    officer.save(update_fields=["is_active", "password"])
    officer.appointments.filter(ended_on=None).update(ended_on=today())
    officer.keys.filter(withdrawn_on=None).update(withdrawn_on=today())
    ledger.append(
        kind="officer.deactivated",
        by=by,
        detail={"officer": officer.pk.hex, **_leave_channels(officer)},
        veiled=_hash(officer),
    )


def _must_fit(officer: Officer, role: Role, body: Body) -> None:
    if officer.body.organisation_id != body.organisation_id:
        raise NotAllowed(_("This officer is of another organisation."))
    if role is Role.COMMISSION_MEMBER and (
        body.kind != Body.Kind.COMMISSION or officer.body_id != body.pk
    ):
        # Whoever oversees a body is no part of it.
        raise NotValid(_("A commission member belongs to the commission itself."))
    if role is Role.AUTHORITY and (body.kind != Body.Kind.AUTHORITY or officer.body_id != body.pk):
        raise NotValid(_("An external authority is a body of its own, with its own officer."))
    if (other := clash(officer.roles(), role)) is not None:
        raise NotNow(
            _("One person cannot be %(role)s and %(other)s.")
            % {"role": role.label, "other": other.label}
        )


def _leave_channels(officer: Officer) -> dict[str, str]:
    """Read no channel for which a role is lacking now; say which those are."""
    still = officer.bodies_where(Power.READ_REPORTS)
    lost = ChannelReader.objects.filter(officer=officer).exclude(channel__body__in=still)
    channels = sorted(one.hex for one in lost.values_list("channel_id", flat=True))
    lost.delete()
    return {f"left_{place}": channel for place, channel in enumerate(channels, 1)}


def _hash(officer: Officer) -> dict[str, str]:
    """Veil the stored hash of a password: whoever puts another one in its place is named."""
    return {"password": officer.password}
