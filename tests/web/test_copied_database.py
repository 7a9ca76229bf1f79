"""What a copy of the database, without the rest of the machine, does not let anybody do."""

from base64 import b64decode
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django.fixtures import Settings

from hoeder.erasable import keys
from hoeder.organisations.models import Officer
from tests import build
from tests.web.asking import Desk


def test_a_copy_of_the_database_alone_makes_no_codes(ada: Officer, settings: Settings) -> None:
    """docs/spec/erasure.md §3: the secrets are masked with keys that lie outside the database."""
    build.a_second_factor(ada)
    app = Authenticator.objects.get(type="totp")
    recovery = Authenticator.objects.get(type="recovery_codes")
    assert app.wrap().validate_code(build.a_code())
    for stored in (app.data["secret"], recovery.data["seed"]):
        assert build.TOTP_SECRET.encode() not in b64decode(stored)
        with pytest.raises(UnicodeDecodeError):
            b64decode(stored).decode("ascii")

    settings.ERASURE_DIR = Path(settings.ERASURE_DIR, "of-the-thief")
    keys.begin()
    for one in (app, recovery):
        with pytest.raises(ImproperlyConfigured):
            one.wrap().validate_code(build.a_code())


def test_a_copy_of_the_database_signs_nobody_in(ada: Officer) -> None:
    """What the browser shows is not what is stored; what is stored is no session when shown."""
    client = Desk(ada).client
    shown = client.cookies["sessionid"].value
    [stored] = Session.objects.values_list("session_key", flat=True)
    assert stored != shown
    assert client.get("/api/desk/me").status_code == 200
    thief = Client()
    thief.cookies["sessionid"] = stored
    assert thief.get("/api/desk/me").status_code == 401
    client.logout()
    assert not Session.objects.exists()
