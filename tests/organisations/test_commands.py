"""Setting up from the command line: whole or not at all, and one clear sentence when not."""

import io
import json
import re
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from hoeder.errors import NotValid
from hoeder.organisations import loading
from hoeder.organisations.models import Body, Custody, Officer, Organisation, today
from hoeder.organisations.rules import Role
from tests import build
from tests.build import PASSWORD, Cast

DEMO = Path(__file__).resolve().parents[2] / "demo"


def run(*arguments: str) -> str:
    """Run a command and return what it prints."""
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().strip()


@pytest.fixture
def ministry(db: None) -> Organisation:
    """An organisation without bodies."""
    root = build.root_key().public_key().public_bytes_raw().hex()
    run(
        "create_organisation",
        "ministerie",
        "--nl",
        "Ministerie",
        "--en",
        "Ministry",
        "--root",
        root,
    )
    return Organisation.objects.get()


def test_from_nothing_to_a_published_directory(ministry: Organisation, tmp_path: Path) -> None:
    """Create, load, accept an invitation, draft, sign offline, publish."""
    for name in ("commissie", "autoriteit", "kustdienst"):
        printed = run("load_body", str(DEMO / f"{name}.toml"), "--organisation", "ministerie")
        assert printed.count("/invitation/") == len(printed.splitlines())
    ada = Officer.objects.get(email="ada@kustdienst.example")
    assert ada.roles() == [Role.HANDLER]
    assert Officer.objects.get(name="Van Dalen") not in Officer.objects.filter(pk__in=ada.line())

    link = run("invite_officer", "ada@kustdienst.example")
    path = link.removeprefix("http://127.0.0.1:8000")
    assert Client().post(path, {"password": PASSWORD, "again": PASSWORD}).status_code == 302

    document = run("draft_directory", "ministerie")
    signature = build.root_key().sign(b"hoeder-directory-v1\n" + document.encode()).hex()
    signed = tmp_path / "signed.json"
    signed.write_text(json.dumps({"document": document, "signature": signature}))
    assert run("publish_directory", str(signed)) == "Version 1 is published."
    newest = ministry.newest_directory()
    assert newest is not None
    assert newest.document == document
    assert json.loads(run("draft_directory", "ministerie"))["version"] == 2


def test_a_directory_is_published_once(ministry: Organisation, tmp_path: Path) -> None:
    document = run("draft_directory", "ministerie")
    signature = build.root_key().sign(b"hoeder-directory-v1\n" + document.encode()).hex()
    signed = tmp_path / "signed.json"
    signed.write_text(json.dumps({"document": document, "signature": signature}))
    run("publish_directory", str(signed))
    with pytest.raises(CommandError, match="next version is 2"):
        run("publish_directory", str(signed))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"document": "{}", "signature": ""}'])
def test_what_the_root_tool_did_not_print_is_refused(db: None, tmp_path: Path, text: str) -> None:
    signed = tmp_path / "signed.json"
    signed.write_text(text)
    with pytest.raises(CommandError, match="not what"):
        run("publish_directory", str(signed))


def test_a_directory_of_another_place_is_refused(db: None, tmp_path: Path) -> None:
    signed = tmp_path / "signed.json"
    document = json.dumps({"organisation": {"id": "00" * 16}})
    signed.write_text(json.dumps({"document": document, "signature": "00"}))
    with pytest.raises(CommandError, match="not here"):
        run("publish_directory", str(signed))


def test_a_body_is_loaded_whole_or_not_at_all(ministry: Organisation, tmp_path: Path) -> None:
    for name in ("commissie", "autoriteit"):
        run("load_body", str(DEMO / f"{name}.toml"), "--organisation", "ministerie")
    before = Officer.objects.count()
    text = (
        (DEMO / "kustdienst.toml").read_text().replace('reports_to = "hoofd"', 'reports_to = "x"')
    )
    file = tmp_path / "kustdienst.toml"
    file.write_text(text)
    with pytest.raises(CommandError, match="names the function x before"):
        run("load_body", str(file), "--organisation", "ministerie")
    assert not Body.objects.filter(slug="kustdienst").exists()
    assert Officer.objects.count() == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("slug =", "slug ="), ""),
        (('kind = "service"', 'kind = "agency"'), "one of: service, commission"),
        (('slug = "kustdienst"', ""), "slug is missing"),
        (('en = "Coast Service"', "en = 3"), "en is not text"),
        (("kind =", 'colour = "red"\nkind ='), "colour is not known"),
        (('roles = ["handler"]', 'roles = ["king"]'), "role that we do not know: king"),
        (('roles = ["handler"]', 'roles = "handler"'), "roles is not text"),
        (('roles = ["handler"]', 'role = ["handler"]'), "roles is missing"),
        (('above = "integriteitscommissie"', 'above = "nobody"'), "no body nobody"),
        (('kind = "service"', 'kind = "service"\nlaw = "xx"'), "no law tables"),
        (('kind = "service"', 'kind = "service"\ntime_zone = "Mars"'), "no time zone"),
        (("slug = ", "slug = = "), "not TOML"),
        (("officers = [", "officers = 3\nunits = ["), "not TOML"),
    ],
)
def test_a_file_that_is_wrong_is_explained(
    ministry: Organisation, tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    for name in ("commissie", "autoriteit"):
        run("load_body", str(DEMO / f"{name}.toml"), "--organisation", "ministerie")
    file = tmp_path / "kustdienst.toml"
    file.write_text((DEMO / "kustdienst.toml").read_text().replace(*change, 1))
    if not said:
        run("load_body", str(file), "--organisation", "ministerie")
        return
    with pytest.raises(CommandError, match=re.escape(said)):
        run("load_body", str(file), "--organisation", "ministerie")


@pytest.mark.parametrize(
    ("units", "said"), [('["directie"]', "names and values"), ("3", "not a list")]
)
def test_tables_of_another_form_are_explained(units: str, said: str) -> None:
    with pytest.raises(NotValid, match=said):
        loading.read(f'slug="x"\nnl="x"\nen="x"\nkind="service"\nunits={units}')


def test_a_file_that_is_not_there_is_named(ministry: Organisation) -> None:
    for name in (["publish_directory", "no.json"], ["load_body", "no.toml", "--organisation=x"]):
        with pytest.raises(CommandError, match="cannot be read"):
            run(*name)


def test_a_file_may_be_piped_in(ministry: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO((DEMO / "commissie.toml").read_text()))
    assert "mira@commissie.example" in run("load_body", "-", "--organisation", "ministerie")


def test_a_root_that_is_no_key_is_refused(db: None) -> None:
    with pytest.raises(CommandError):
        run("create_organisation", "x", "--nl", "x", "--en", "x", "--root", "abc")


def test_a_new_officer_is_invited_with_roles(cast: Cast) -> None:
    link = run(
        "invite_officer", "Lotte@kustdienst.example",
        "--body", "kustdienst", "--name", "Lotte", "--role", "custodian",
    )  # fmt: skip
    lotte = Officer.objects.get(email="lotte@kustdienst.example")
    assert link == f"http://127.0.0.1:8000/invitation/{lotte.invitation()}/"
    assert lotte.roles() == [Role.CUSTODIAN]


def test_an_invitation_that_is_refused_changes_nothing(cast: Cast, ada: Officer) -> None:
    with pytest.raises(CommandError, match="One person cannot be"):
        run("invite_officer", ada.email, "--role", "administrator")
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_a_lost_telephone_is_forgotten_only_when_asked(cast: Cast, ada: Officer) -> None:
    build.a_second_factor(ada)
    run("invite_officer", ada.email)
    assert Authenticator.objects.filter(user=ada).count() == 2
    run("invite_officer", ada.email, "--lost-telephone")
    assert not Authenticator.objects.filter(user=ada).exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["invite_officer", "x@y.example"], "say --body and --name"),
        (["invite_officer", "x@y.example", "--body", "no", "--name", "X"], "no body no"),
        (["draft_directory", "no"], "no organisation no"),
        (
            ["load_body", str(DEMO / "kustdienst.toml"), "--organisation", "no"],
            "no organisation no",
        ),
        (["appoint", "x@y.example", "handler"], "Nobody here has the address"),
        (["appoint", "ilse@kustdienst.example", "handler", "--end"], "is no handler"),
        (["appoint", "ilse@kustdienst.example", "administrator"], "One person cannot be"),
        (["set_readers", "kustdienst", "no", "ada@kustdienst.example"], "no channel no"),
        (["set_readers", "kustdienst", "melden", "ada@kustdienst.example"], "at least 2"),
        (
            ["set_custody", "kustdienst", "ruth@kustdienst.example", "--authority=x@y.example"],
            "Nobody here has the address x@y.example",
        ),
        (["deactivate_officer", "x@y.example"], "Nobody here has the address"),
    ],
)
def test_a_mistake_gets_one_sentence(cast: Cast, arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=re.escape(said)):
        run(*arguments)


def test_two_bodies_of_one_name_are_told_apart(cast: Cast) -> None:
    other = build.a_body(cast.elsewhere.organisation, "kustdienst")
    arguments = ["invite_officer", "lotte@x.example", "--name", "Lotte", "--body"]
    with pytest.raises(CommandError, match="write organisation/kustdienst"):
        run(*arguments, "kustdienst")
    run(*arguments, "gemeente/kustdienst")
    assert Officer.objects.get(name="Lotte").body == other


def test_roles_are_given_and_ended(cast: Cast, ilse: Officer) -> None:
    day = today().isoformat()
    run("appoint", ilse.email, "investigator", "--body", "ministerie/havendienst", "--until", day)
    assert Role.INVESTIGATOR in ilse.roles()
    run("appoint", ilse.email, "investigator", "--body", "havendienst", "--end")
    assert Role.INVESTIGATOR not in ilse.roles()
    run("appoint", ilse.email, "protection_officer")
    assert Role.PROTECTION_OFFICER in ilse.roles()


def test_readers_are_set(cast: Cast, ada: Officer, ruth: Officer) -> None:
    run("set_readers", "kustdienst", "melden", ada.email, ruth.email)
    assert set(cast.channel.readers.all()) == {ada, ruth}


def test_a_custody_is_prepared(cast: Cast) -> None:
    five = [cast.officers[name] for name in build.CUSTODIANS.split()]
    authority = cast.officers["externe_autoriteit"]
    deputy = build.an_officer("lotte", cast.coast_guard, Role.CUSTODIAN)
    emails = [officer.email for officer in reversed(five)]
    who = [f"--deputy={deputy.email}", f"--authority={authority.email}"]
    run("set_custody", "kustdienst", *emails, *who)
    prepared = Custody.newest(cast.coast_guard.pk)
    assert prepared is not None
    assert prepared.custodians() == five[::-1]
    assert prepared.deputies() == [deputy]
    assert prepared.ready_on is None


def test_a_file_names_custodians_of_bodies_that_were_loaded_before(
    cast: Cast, tmp_path: Path
) -> None:
    five = [cast.officers[name].email for name in build.CUSTODIANS.split()]
    described = tmp_path / "reddingsdienst.toml"
    described.write_text(
        'slug = "reddingsdienst"\nnl = "Reddingsdienst"\nen = "Rescue"\nkind = "service"\n'
        f"custodians = {json.dumps(five)}\n"
        f'authority = "{cast.officers["externe_autoriteit"].email}"\n'
    )
    run("load_body", str(described), "--organisation", "ministerie")
    prepared = Custody.newest(Body.objects.get(slug="reddingsdienst").pk)
    assert prepared is not None
    assert [officer.email for officer in prepared.custodians()] == five


def test_custodians_without_an_authority_are_refused() -> None:
    text = 'slug = "x"\nnl = "x"\nen = "x"\nkind = "service"\ncustodians = ["a@b.example"]\n'
    with pytest.raises(NotValid, match="custodians and authority"):
        loading.read(text)


def test_an_account_is_closed(cast: Cast, ada: Officer) -> None:
    run("deactivate_officer", ada.email)
    ada.refresh_from_db()
    assert not ada.is_active
