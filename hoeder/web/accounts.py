"""Signing in: password and second factor, by allauth; and who an officer's page is for.

Signing in opens a session and nothing else. What reporters wrote is opened by keys that only the
officer's own passphrase unlocks, in the officer's own browser.

What allauth would keep or say about people is taken away here: no client address and no browser
reach it (`hoeder.web.middleware`), attempts are counted per account and in memory only, no mail is
sent, nobody signs up, and no password is reset by mail: a colleague who administers invites again.
"""

import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any, ClassVar, Concatenate, ParamSpec
from urllib.parse import urlencode
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hoeder.erasable.fields import mask, unmask
from hoeder.erasable.keys import Part
from hoeder.organisations import actions as organisations
from hoeder.organisations import invitation as invitations
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Power
from hoeder.web.problems import problem, wants_json

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

#: In the session of somebody who has shown their second factor: whose, and when.
SECOND_FACTOR = "hoeder_second_factor"

#: Who does any of this works at the desk; everybody else is shown the people.
AT_THE_DESK = frozenset(
    {
        Power.READ_REPORTS,
        Power.HANDLE_CASE,
        Power.INVESTIGATE,
        Power.CONFIRM_KEYS,
        Power.ADVISE,
        Power.REGISTER_REPORTS,
        Power.PROTECT,
        Power.HOLD_SHARE,
        Power.OPEN_BY_OVERRIDE,
        Power.SEE_INCIDENTS,
        Power.OWN_COMMITMENTS,
        Power.GIVE_GROUNDS,
    }
)


def officer_required(view: View[P]) -> View[P]:
    """Show a page only to an officer with the second factor, who accepted their duties.

    law.md DTY-04: until then every page leads to the duties, and nothing of an officer opens.
    Everything further, such as whether this officer may see that case, is for `visible_to` and the
    action.
    """

    @before_duties
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if officer_of(request).duties_asked() is None:
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('duties')}?{urlencode({'next': request.get_full_path()})}")

    return guarded


def before_duties(view: View[P]) -> View[P]:
    """Show a page only to an officer whose session has passed the second factor.

    A program is told in JSON, a person is sent to sign in and comes back afterwards.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if has_second_factor(request):
            return view(request, *args, **kwargs)
        if wants_json(request):
            return problem(request, "sign-in-needed")
        if request.user.is_authenticated:
            return redirect("mfa_activate_totp")
        return redirect_to_login(request.get_full_path(), reverse("account_login"))

    return guarded


def officer_of(request: HttpRequest) -> Officer:
    """Return who is signed in, on a page behind `officer_required`."""
    assert isinstance(request.user, Officer)  # noqa: S101
    return request.user


def has_second_factor(request: HttpRequest) -> bool:
    """Tell whether this very session has passed the second factor.

    That the account has one is not enough: a session that somebody opened with a stolen password
    before the officer set it up must not become good by it.
    """
    user = request.user
    return isinstance(user, Officer) and _shown(request).get("officer") == user.pk.hex


def remember_second_factor(request: HttpRequest, officer: Officer) -> None:
    """Note in the session that the second factor was shown just now."""
    request.session[SECOND_FACTOR] = {"officer": officer.pk.hex, "at": int(time.time())}


def _shown(request: HttpRequest) -> dict[str, Any]:
    shown = request.session.get(SECOND_FACTOR)
    return shown if isinstance(shown, dict) else {}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """What allauth asks us about accounts."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and this password do not belong together."),
        "too_many_login_attempts": _("Too many attempts. Please wait five minutes."),
        "rate_limited": _("Too many attempts. Please wait five minutes."),
        "enter_current_password": _("This is not the password that you have now."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        # The middleware has already forgotten it. No limit of ours counts addresses.
        return "nowhere"

    def get_http_user_agent(self, request: HttpRequest) -> str:
        return ""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        raise RuntimeError("Signing in sends no mail.")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Officer | None:
        user: Officer | None = super().authenticate(request, **credentials)
        password = credentials.get("password", "")
        if user and organisations.renew_hash(officer=user, password=password, by=user):
            user.refresh_from_db(fields=["password"])
        return user

    def set_password(self, user: Officer, password: str) -> None:
        organisations.change_password(officer=user, password=password, by=user)
        # The session goes on with the new password.
        user.refresh_from_db(fields=["password"])

    def post_login(self, request: HttpRequest, user: Officer, **details: Any) -> HttpResponse:
        records = get_authentication_records(request, user)
        if any(record.get("method") == "mfa" for record in records):
            remember_second_factor(request, user)
        organisations.record_sign_in(by=user)
        response: HttpResponse = super().post_login(request, user, **details)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if not has_second_factor(request):
            return reverse("mfa_activate_totp")
        return place_of_work(request)

    def is_reauthentication_required(self, *, app: str | None = None) -> bool:
        # Until there is a second factor, and for some minutes after it was shown, nobody has to
        # type their password once more.
        shown_at = _shown(self.request).get("at")
        if shown_at is None:
            return False
        return time.time() - int(shown_at) > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def place_of_work(request: HttpRequest) -> str:
    """Give the page where this officer's work is."""
    at_the_desk = officer_of(request).powers() & AT_THE_DESK
    return settings.LOGIN_REDIRECT_URL if at_the_desk else reverse("people")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth asks us about second factors."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Type the newest one that the app shows."),
    }

    def encrypt(self, text: str) -> str:
        """Mask a secret: a copy of the database alone does not make codes.

        docs/spec/erasure.md §3. It hangs on an id that stands for nothing else.
        """
        return b64encode(mask(text.encode(), uuid4(), Part.SIGNING_IN)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Give a masked secret as it was."""
        return unmask(b64decode(encrypted_text)).decode()

    def build_totp_svg(self, url: str) -> str:
        # Loaded only here: people set up a second factor once.
        from qrcode.image.svg import SvgPathFillImage
        from qrcode.main import QRCode

        # On a white ground of its own, so that a camera reads it on a dark page too.
        code = QRCode(image_factory=SvgPathFillImage, border=4)
        code.add_data(url)
        drawing = BytesIO()
        code.make_image().save(drawing)
        return drawing.getvalue().decode()


class Activate(ActivateTOTPView):  # type: ignore[misc]
    """Set up the second factor. The session that did so has shown it."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        remember_second_factor(self.request, officer_of(self.request))
        return response


class Deactivate(DeactivateTOTPView):  # type: ignore[misc]
    """Put the second factor aside to set up another. Without one, no page of an officer opens."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session.pop(SECOND_FACTOR, None)
        return response

    def get_success_url(self) -> str:
        return reverse("mfa_activate_totp")


class PasswordForm(forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 12 characters. A sentence of your own is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, officer: Officer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.officer = officer

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.officer)
        return password

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        # A password that was refused is no longer there to compare with.
        if self.cleaned_data.get("password", again) != again:
            raise ValidationError(_("The two passwords are not the same."))
        return again


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody who was invited set their password. The link works once, for seven days."""
    officer = _invited(token)
    form = PasswordForm(officer, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        organisations.accept_invitation(
            officer=officer, token=token, password=form.cleaned_data["password"], by=officer
        )
        return redirect("account_login")
    page = {"form": form, "officer": officer}
    return render(request, "account/invitation.html", page)


def _invited(token: str) -> Officer:
    whose = invitations.whose(token)
    officer = Officer.objects.active().filter(pk=whose).first() if whose else None
    # A link that was used, replaced or forged leads nowhere: all three look the same.
    if officer is None or not invitations.still_counts(token, officer.password):
        raise Http404
    return officer
