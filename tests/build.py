"""Plain functions that bring something to a state. Rows are made directly, so that tests are fast.

`the_cast()` makes the people of docs/words.md; the fixtures of conftest.py hand them out.
"""

import datetime
import functools
import hashlib
import json
import time
from base64 import b64encode
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, hotp_value
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.contrib.auth.hashers import make_password
from django.test import Client

from hoeder.organisations import canonical, directory
from hoeder.organisations.duties import VERSION, why_asked
from hoeder.organisations.models import (
    Appointment,
    Body,
    Channel,
    ChannelReader,
    Custody,
    CustodyPlace,
    DirectoryVersion,
    Function,
    Officer,
    OfficerKey,
    Organisation,
    Undertaking,
    Unit,
    today,
)
from hoeder.organisations.rules import Operator, Role
from hoeder.web.accounts import SECOND_FACTOR

OPERATOR = Operator()
PASSWORD = "een lange zin over de zee"
CUSTODIANS = "ruth wim sanne tarik eva"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
LOG = directory.Log(origin="hoeder.test/log", key="hoeder.test/log+00000000+AQ==")


@dataclass(frozen=True)
class Cast:
    """The ministry of docs/words.md, and one organisation that has nothing to do with it."""

    ministry: Organisation
    commission: Body
    coast_guard: Body
    harbour: Body
    authority: Body
    directorate: Unit
    outposts: Unit
    bureau: Unit
    channel: Channel
    commission_channel: Channel
    harbour_channel: Channel
    functions: dict[str, Function]
    officers: dict[str, Officer]
    elsewhere: Body


def the_cast() -> Cast:
    """Make the Kustdienst, the Havendienst, the commission above them, and their people.

    The Kustdienst has a custody in force, so reports to it carry an identity box.
    """
    ministry = an_organisation("ministerie", root=root_key())
    commission = a_body(ministry, "commissie", kind=Body.Kind.COMMISSION)
    coast_guard = a_body(ministry, "kustdienst", above=commission)
    harbour = a_body(ministry, "havendienst", above=commission)
    authority = a_body(ministry, "autoriteit", kind=Body.Kind.AUTHORITY)
    elsewhere = a_body(an_organisation("gemeente", root=signing_key("gemeente")), "stadhuis")
    officers = {
        name: an_officer(name, body)
        for body, names in {
            coast_guard: "ada omar ilse jonas pim smit ruth wim van_dalen",
            commission: "mira sanne tarik eva",
            harbour: "eve",
            authority: "externe_autoriteit",
        }.items()
        for name in names.split()
    }
    _appoint_everybody(officers, coast_guard, commission, harbour)
    a_custody(
        coast_guard,
        *(officers[name] for name in CUSTODIANS.split()),
        authority=officers["externe_autoriteit"],
    )
    for officer in officers.values():
        an_undertaking(officer)
    directorate = a_unit(coast_guard, "Directie", "Directorate")
    outposts = a_unit(coast_guard, "Buitenposten", "Outposts", parent=directorate)
    bureau = a_unit(coast_guard, "Bureau Integriteit", "Integrity Office", parent=directorate)
    return Cast(
        ministry=ministry,
        commission=commission,
        coast_guard=coast_guard,
        harbour=harbour,
        authority=authority,
        directorate=directorate,
        outposts=outposts,
        bureau=bureau,
        channel=a_channel(coast_guard, officers["ada"], officers["ruth"], officers["van_dalen"]),
        commission_channel=a_channel(
            commission, officers["mira"], officers["sanne"], officers["tarik"]
        ),
        harbour_channel=a_channel(harbour, officers["eve"]),
        functions=_lines(directorate, outposts, bureau, officers),
        officers=officers,
        elsewhere=elsewhere,
    )


def _appoint_everybody(
    officers: dict[str, Officer], coast_guard: Body, commission: Body, harbour: Body
) -> None:
    roles: list[tuple[str, Role, Body]] = [
        ("ada", Role.HANDLER, coast_guard),
        ("ruth", Role.HANDLER, coast_guard),
        ("ruth", Role.CUSTODIAN, coast_guard),
        ("van_dalen", Role.HANDLER, coast_guard),
        ("omar", Role.PROTECTION_OFFICER, coast_guard),
        ("ilse", Role.CONFIDENTIAL_ADVISER, coast_guard),
        ("pim", Role.ADMINISTRATOR, coast_guard),
        ("smit", Role.DIRECTOR, coast_guard),
        ("wim", Role.WORKS_COUNCIL, coast_guard),
        ("wim", Role.CUSTODIAN, coast_guard),
        ("mira", Role.COMMISSION_MEMBER, commission),
        ("sanne", Role.COMMISSION_MEMBER, commission),
        ("tarik", Role.COMMISSION_MEMBER, commission),
        ("sanne", Role.CUSTODIAN, coast_guard),
        ("tarik", Role.CUSTODIAN, coast_guard),
        ("eva", Role.CUSTODIAN, coast_guard),
        ("eve", Role.HANDLER, harbour),
        ("externe_autoriteit", Role.AUTHORITY, officers["externe_autoriteit"].body),
    ]
    Appointment.objects.bulk_create(
        Appointment(officer=officers[name], role=role, body=body) for name, role, body in roles
    )
    Appointment.objects.create(
        officer=officers["jonas"],
        role=Role.INVESTIGATOR,
        body=coast_guard,
        until=today() + datetime.timedelta(days=90),
    )


def _lines(
    directorate: Unit, outposts: Unit, bureau: Unit, officers: dict[str, Officer]
) -> dict[str, Function]:
    lines: dict[str, Function] = {}
    for name, unit, above, holder_name in [
        ("directeur", directorate, None, ""),
        ("hoofd Buitenposten", outposts, "directeur", ""),
        ("plaatsvervangend hoofd", outposts, "hoofd Buitenposten", "Kuiper"),
        ("liaison Lissabon", outposts, "plaatsvervangend hoofd", ""),
        ("behandelaar", bureau, "directeur", ""),
    ]:
        lines[name] = Function.objects.create(
            unit=unit,
            title_nl=name,
            title_en=name,
            reports_to=lines[above] if above else None,
            holder_name=holder_name,
            holder=officers.get(
                {"directeur": "smit", "hoofd Buitenposten": "van_dalen", "behandelaar": "ada"}.get(
                    name, ""
                )
            ),
        )
    return lines


def an_organisation(slug: str, *, root: Ed25519PrivateKey) -> Organisation:
    """An organisation whose root key the test holds."""
    return Organisation.objects.create(
        slug=slug,
        name_nl=slug.capitalize(),
        name_en=slug.capitalize(),
        root=root.public_key().public_bytes_raw().hex(),
    )


def a_body(
    organisation: Organisation,
    slug: str,
    *,
    above: Body | None = None,
    kind: Body.Kind = Body.Kind.SERVICE,
) -> Body:
    """A body without units, where it is the same day as in rooms: a test means one day by both.

    What differs around midnight is in tests/cases/test_around_midnight.py.
    """
    name = slug.capitalize()
    return Body.objects.create(
        organisation=organisation,
        slug=slug,
        name_nl=name,
        name_en=name,
        kind=kind,
        above=above,
        time_zone="UTC",
    )


def a_unit(body: Body, name_nl: str, name_en: str, *, parent: Unit | None = None) -> Unit:
    """A unit without functions."""
    return Unit.objects.create(body=body, name_nl=name_nl, name_en=name_en, parent=parent)


def a_channel(body: Body, *readers: Officer, slug: str = "melden") -> Channel:
    """A channel with its readers."""
    channel = Channel.objects.create(body=body, slug=slug, title_nl="Melden", title_en="Report")
    ChannelReader.objects.bulk_create(
        ChannelReader(channel=channel, officer=reader) for reader in readers
    )
    return channel


def a_custody(body: Body, *custodians: Officer, authority: Officer, ready: bool = True) -> Custody:
    """Five custodians and an authority, with every share tested unless said otherwise."""
    custody = Custody.objects.create(
        body=body,
        number=body.custodies.count() + 1,
        authority=authority,
        ready_on=today() if ready else None,
    )
    CustodyPlace.objects.bulk_create(
        CustodyPlace(custody=custody, officer=officer, number=number)
        for number, officer in enumerate(custodians, 1)
    )
    return custody


def an_officer(name: str, body: Body, *roles: Role, with_key: bool = True) -> Officer:
    """An officer with `PASSWORD` and, if wanted, roles at their own body and a confirmed key."""
    officer = Officer.objects.create(
        body=body,
        name=name.replace("_", " ").title(),
        email=f"{name}@{body.slug}.example",
        password=_hashed_password(),
    )
    Appointment.objects.bulk_create(
        Appointment(officer=officer, role=role, body=body) for role in roles
    )
    if with_key:
        confirm(a_key(officer), by=None)
    return officer


@functools.cache
def _hashed_password() -> str:
    return make_password(PASSWORD)


def a_key(officer: Officer) -> OfficerKey:
    """A key that waits for a second person."""
    number = officer.keys.count() + 1
    seed = f"{officer.email} {number}"
    return OfficerKey.objects.create(
        officer=officer,
        number=number,
        recipient=a_recipient(seed),
        verify=signing_key(seed).public_key().public_bytes_raw().hex(),
        wrap=a_wrap(),
    )


def confirm(key: OfficerKey, *, by: Officer | None) -> OfficerKey:
    """Confirm a key; without `by`, by somebody who belongs to nothing else in the test."""
    body = key.officer.body
    if by is None:
        by = body.officers.filter(name="Somebody Earlier").first() or Officer.objects.create(
            body=body,
            name="Somebody Earlier",
            email=f"earlier@{body.slug}.example",
            is_active=False,
        )
    key.confirmed_by = by
    key.confirmed_on = today()
    key.save(update_fields=["confirmed_by", "confirmed_on"])
    return key


def author_of(officer: Officer) -> Ed25519PrivateKey:
    """The private half of the newest key of an officer that `a_key` made."""
    return signing_key(f"{officer.email} {officer.keys.count()}")


def root_key() -> Ed25519PrivateKey:
    """The root key of the ministry."""
    return signing_key("ministerie")


def signing_key(seed: str) -> Ed25519PrivateKey:
    """The Ed25519 key that belongs to a word."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest())


@functools.cache
def a_recipient(seed: str) -> str:
    """A well-formed post-quantum recipient to which nobody has the identity."""
    key = hashlib.shake_256(seed.encode()).digest(1216)
    bits = int.from_bytes(key) << 2
    return bech32("age1pq", [bits >> (5 * place) & 31 for place in reversed(range(1946))])


def bech32(prefix: str, data: list[int]) -> str:
    """Write groups of five bits as Bech32 (BIP 173), without its limit on length."""
    values = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix] + data + [0] * 6
    check = 1
    for value in values:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for place in range(5):
            if top >> place & 1:
                check ^= [0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3][place]
    data = data + [(check ^ 1) >> 5 * (5 - place) & 31 for place in range(6)]
    return f"{prefix}1" + "".join("qpzry9x8gf2tvdw0s3jn54khce6mua7l"[value] for value in data)


def a_wrap(sealed: bytes = b"age-encryption.org/v1\nnot opened in this test") -> str:
    """Wrapped keys that nobody opens."""
    stretching: dict[str, canonical.Json] = {"v": 1, "kdf": "argon2id", "t": 3, "m": 65536, "p": 1}
    salt = {"salt": "00" * 16, "sealed": b64encode(sealed).decode()}
    return canonical.write({**stretching, **salt})


def a_signed_directory(organisation: Organisation, **changes: object) -> tuple[str, str]:
    """Draft the next directory, change it if wanted, and sign it: document and signature."""
    newest = organisation.newest_directory()
    version = newest.version + 1 if newest else 1
    document = directory.draft(organisation, version=version, day=today(), log=LOG)
    if changes:
        document = json.dumps(
            {**json.loads(document), **changes},
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
        )
    return document, signing_key(organisation.slug).sign(directory.signed_bytes(document)).hex()


def a_published_directory(organisation: Organisation) -> DirectoryVersion:
    """Publish a directory that says what is so now."""
    document, signature = a_signed_directory(organisation)
    return DirectoryVersion.objects.create(
        organisation=organisation,
        version=json.loads(document)["version"],
        document=document,
        signature=signature,
    )


def a_second_factor(officer: Officer) -> Officer:
    """An app on a telephone that shows codes of `TOTP_SECRET`, and recovery codes."""
    if not Authenticator.objects.filter(user=officer).exists():
        TOTP.activate(officer, TOTP_SECRET)
        RecoveryCodes.activate(officer)
    return officer


def an_undertaking(officer: Officer) -> Undertaking | None:
    """The duties of all roles that an officer holds now, accepted today unless they count."""
    newest = officer.undertaking()
    if why_asked(newest, officer.roles(), today()) is None:
        return newest
    return Undertaking.objects.create(
        officer=officer,
        number=newest.number + 1 if newest else 1,
        version=VERSION,
        of_roles=" ".join(officer.roles()),
        until=today() + datetime.timedelta(days=365),
    )


def a_code(secret: str = TOTP_SECRET) -> str:
    """What the app on the telephone shows now. Each counts once."""
    counter = int(time.time()) // 30
    return f"{hotp_value(secret, counter):06d}"


def sign_in(client: Client, officer: Officer, *, second_factor: bool = True) -> Client:
    """Give a test client the session of somebody who signed in, with a second factor unless not."""
    client.force_login(officer)
    if second_factor:
        a_second_factor(officer)
        an_undertaking(officer)
        session = client.session
        session[SECOND_FACTOR] = {"officer": officer.pk.hex, "at": int(time.time())}
        session.save()
    return client
