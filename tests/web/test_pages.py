"""The reporter's static pages: which there are, that they are the same for all, and their texts."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.utils import translation

from hoeder.web import texts
from hoeder.web.management.commands import serve
from hoeder.web.pages import WORDS, channels, deployment, pages
from hoeder.web.saved_page import saved_pages
from tests import build
from tests.build import Cast

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture(autouse=True)
def _plain_files(settings: object, tmp_path: Path) -> None:
    """Pages are rendered without a build: static files keep their names."""
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def published(cast: Cast) -> Cast:
    """The ministry with a signed directory; the municipality has none."""
    build.a_published_directory(cast.ministry)
    return cast


def rendered() -> dict[str, str]:
    return {page.path: page.render() for page in pages()}


def test_each_channel_has_a_start_and_a_report_page_in_each_language(published: Cast) -> None:
    paths = set(rendered())
    for language in LANGUAGES:
        for body in ("kustdienst", "havendienst", "commissie"):
            assert {f"/{language}/{body}/", f"/{language}/{body}/report/"} <= paths
        assert {f"/{language}/", f"/{language}/back/", f"/{language}/away/"} <= paths
    assert "/" in paths


def test_without_a_signed_directory_there_is_nowhere_to_report(cast: Cast) -> None:
    found = rendered()
    assert not [path for path in found if path.endswith("/report/")]
    assert "There is nowhere to report yet" in found["/en/"]


def test_a_body_whose_directory_is_not_signed_is_not_shown(published: Cast) -> None:
    assert "stadhuis" not in rendered()["/nl/"].lower()


def test_a_report_page_carries_what_the_server_must_not_vary(published: Cast) -> None:
    page = rendered()["/nl/kustdienst/report/"]
    assert f'data-root="{published.ministry.root}"' in page
    assert f'data-organisation="{published.ministry.pk.hex}"' in page
    assert f'data-channel="{published.channel.pk.hex}"' in page
    assert f'data-body="{published.coast_guard.pk.hex}"' in page
    assert f'data-deployment="{deployment()}"' in page
    assert 'data-language="nl"' in page


def test_rendering_twice_gives_the_same_bytes(published: Cast) -> None:
    assert rendered() == rendered()


def test_no_page_names_an_officer(published: Cast) -> None:
    """Who reads comes out of the signed directory in the browser, where it is verified."""
    for page in rendered().values():
        assert not re.search(r"\b(Ada|Ruth|Mira|Van Dalen)\b", page)


def test_nothing_on_a_page_comes_from_elsewhere_or_runs_inline(published: Cast) -> None:
    for path, page in rendered().items():
        loaded = re.findall(r'<(?:script|img|iframe|link)\b[^>]*(?:src|href)="([^"]*)"', page)
        assert all(address.startswith("/static/") for address in loaded), path
        assert not re.search(r"<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=|<style", page), path


def test_every_page_to_write_on_says_first_how_to_report_without_javascript(
    published: Cast,
) -> None:
    for language in LANGUAGES:
        for path in (f"/{language}/kustdienst/report/", f"/{language}/back/"):
            page = rendered()[path]
            assert page.index("<noscript>") < page.index("<textarea")
            said = page[page.index("<noscript>") : page.index("</noscript>")]
            assert "Tor Browser" in said
            assert "088 133 10 00" in said


def test_nothing_can_be_typed_before_the_script_runs(published: Cast) -> None:
    found = rendered()
    steps = re.findall(r"<(?:form|section) data-step[^>]*>", found["/nl/kustdienst/report/"])
    assert len(steps) == 9
    assert all(step.endswith("hidden>") for step in steps)
    assert "<receipt-entry hidden>" in found["/nl/back/"]
    assert "<my-report hidden>" in found["/nl/back/"]


def test_every_page_says_where_else_to_go_but_the_neutral_one(published: Cast) -> None:
    """law.md SUP-01: free, independent advice on every page, before and after reporting."""
    for path, page in rendered().items():
        neutral = path.endswith("/away/")
        assert ("huisvoorklokkenluiders.nl" in page) is not neutral, path
        if neutral:
            assert "hoeder" not in page.lower()


def test_following_a_link_to_help_tells_nobody_here(published: Cast) -> None:
    """law.md SUP-01: advice elsewhere makes no report and leaves no trace.

    Each link leads straight to whoever helps, without a redirect of ours and without a referrer.
    """
    for path, page in rendered().items():
        for shown in re.findall(r"<ul[^>]* data-support>.*?</ul>", page, re.S):
            links = re.findall(r'<a href="([^"]+)"([^>]*)>', shown)
            assert links, path
            for href, rest in links:
                assert href.startswith(("https://www.", "tel:")), path
                assert href.startswith("tel:") or rest == ' rel="noreferrer external"', path


def test_no_page_asks_whether_somebody_reported_inside_first(published: Cast) -> None:
    """law.md EXT-02: the report itself is all that must be filled in; nothing is a gate to outside.

    "Told anyone before?" is free to leave open; the commission and the authority have a page to
    report on as any service has; the alarm takes whoever reported elsewhere.
    """
    found = rendered()
    for language in LANGUAGES:
        assert f"/{language}/commissie/report/" in found
        assert f"/{language}/kustdienst/alarm/" in found
    for path, page in found.items():
        required = re.findall(r"<(?:input|select|textarea)[^>]*\brequired\b[^>]*>", page)
        assert [one for one in required if 'id="text"' not in one] == [], path


class Ids(HTMLParser):
    """Collects ids, what points at them, and headings."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.wanted: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        found = dict(attrs)
        if identity := found.get("id"):
            self.ids.append(identity)
        for name in ("for", "aria-labelledby", "aria-describedby"):
            self.wanted |= set((found.get(name) or "").split())
        if (found.get("href") or "").startswith("#"):
            self.wanted.add((found["href"] or "")[1:])


def test_labels_and_links_point_at_something_that_is_there_once(published: Cast) -> None:
    for path, page in rendered().items():
        parser = Ids()
        parser.feed(page)
        assert len(parser.ids) == len(set(parser.ids)), path
        assert parser.wanted <= set(parser.ids), path


def test_all_that_is_built_is_listed_with_its_hash(
    published: Cast, tmp_path: Path, settings: object
) -> None:
    settings.STATIC_ROOT = tmp_path / "collected"  # type: ignore[attr-defined]
    (tmp_path / "collected").mkdir()
    for name in [
        "check.js",
        "start.js",
        "report.js",
        "back.js",
        "alarm-page.js",
        "style.css",
        "icon.svg",
        "pdf-ABCD2345.js",
        "chunk-EFGH2345.js",
    ] + [f"words-{language}.packed.txt" for language in ("nl", "en", "de", "fr")]:
        (tmp_path / "collected" / name).write_text(name)
    moved = json.dumps({"advice": "chunk-EFGH2345.js"})
    (tmp_path / "collected" / "scripts.json").write_text(moved)
    to = tmp_path / "pages"
    call_command("build_pages", to=to, verbosity=0)
    served = to.resolve()
    call_command("build_pages", to=to, verbosity=0)
    # A service that runs goes on with what it began with, also where another one begins anew.
    assert to.resolve() != served
    serve.remove_old_pages(to)
    assert {one.name for one in served.iterdir()} == {one.name for one in to.iterdir()}
    call_command("build_pages", to=to, verbosity=0)
    serve.remove_old_pages(to)
    assert not served.exists()
    assert len(list(tmp_path.glob("pages-*"))) == 2
    listed = json.loads((to / "pages.json").read_text())
    files = {path for path in to.rglob("*.html")}
    assert len(files) == len(listed["pages"])
    for path, digest in listed["pages"].items():
        file = to / path.strip("/")
        file = file / "index.html" if path.endswith("/") else file
        assert hashlib.sha256(file.read_bytes()).hexdigest() == digest
        assert file.with_name(f"{file.name}.br").exists()
    assert "/static/pdf-ABCD2345.js" in listed["assets"]
    assert "/static/back.js" in listed["assets"]
    assert "/static/chunk-EFGH2345.js" in listed["assets"]
    asking = to / "nl" / "kustdienst" / "advice" / "index.html"
    assert 'src="/static/chunk-EFGH2345.js"' in asking.read_text()


def test_the_saved_page_holds_all_that_it_needs_and_may_load_nothing(
    published: Cast, tmp_path: Path, settings: object
) -> None:
    """law.md EVD-06: it works without the server, and its own policy names what may run in it."""
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]
    for name in ("check.js", "style.css", *(f"words-{one}.packed.txt" for one in WORDS)):
        (tmp_path / name).write_text(f"/* {name} > */\n")
    found = {page.path: page.render() for page in saved_pages()}
    assert set(found) == {"/nl/back/check.html", "/en/back/check.html"}
    for path, page in found.items():
        assert not re.findall(r"<(?:script|img|iframe|link)\b[^>]*(?:src|href)=", page), path
        assert f'data-root="{published.ministry.root}"' in page
        assert f'data-deployment="{deployment()}"' in page
        assert page.count('<template data-list="') == len(WORDS)
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
        assert policy is not None
        assert "default-src 'none'" in policy[1]
        assert "connect-src 'none'" in policy[1]
        for kind, tag in (("script", "script"), ("style", "style")):
            [text] = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"{kind}-src 'sha256-{digest}'" in policy[1]
        parser = Ids()
        parser.feed(page)
        assert len(parser.ids) == len(set(parser.ids)), path
        assert parser.wanted <= set(parser.ids), path


def test_the_deployment_is_made_once_and_never_again(tmp_path: Path) -> None:
    first = deployment()
    assert re.fullmatch(r"[0-9a-f]{64}", first)
    assert deployment() == first
    assert [path.name for path in tmp_path.iterdir()] == ["deployment"]


def test_a_damaged_deployment_is_refused(tmp_path: Path) -> None:
    (tmp_path / "deployment").write_text("00ff")
    with pytest.raises(ImproperlyConfigured, match="64 hex digits"):
        deployment()


def test_a_body_may_not_take_the_address_of_another_page(cast: Cast) -> None:
    build.a_channel(build.a_body(cast.ministry, "back"), cast.officers["ada"])
    build.a_published_directory(cast.ministry)
    with pytest.raises(ImproperlyConfigured, match="back"):
        channels()


def test_a_second_channel_has_an_address_of_its_own(cast: Cast) -> None:
    build.a_channel(cast.coast_guard, cast.officers["ada"], slug="aanbesteding")
    build.a_published_directory(cast.ministry)
    places = {channel.place for channel in channels() if channel.body_slug == "kustdienst"}
    assert len(places) == 2
    assert "kustdienst" in places


def test_two_organisations_have_each_their_own_page_to_come_back(published: Cast) -> None:
    build.a_channel(published.elsewhere)
    build.a_published_directory(published.elsewhere.organisation)
    found = rendered()
    assert f'data-root="{published.ministry.root}"' in found["/nl/back/ministerie/"]
    assert "/nl/back/gemeente/" in found["/nl/back/"]
    assert "data-root" not in found["/nl/back/"]


@pytest.mark.parametrize("path", sorted(Path("texts/en").glob("*.md")), ids=lambda path: path.name)
def test_each_long_text_exists_in_each_language(path: Path) -> None:
    ours = [texts.render(texts.find(path.stem, language).read_text()) for language in LANGUAGES]
    shapes = [re.findall(r"<(\w+)", html) for html in ours]
    assert shapes[0] == shapes[1], "the same headings, lists and links in each language"


def test_no_long_text_is_left_over_in_one_language() -> None:
    assert (
        len({tuple(sorted(p.name for p in Path("texts", code).iterdir())) for code in LANGUAGES})
        == 1
    )


def test_a_body_lays_its_own_text_over_ours(published: Cast, tmp_path: Path) -> None:
    own = tmp_path / "texts" / "nl" / "kustdienst"
    own.mkdir(parents=True)
    (own / "other-ways.md").write_text("- Bel 070 000 00 00.\n")
    found = rendered()
    assert "Bel 070 000 00 00." in found["/nl/kustdienst/report/"]
    assert "Bel 070 000 00 00." not in found["/nl/havendienst/report/"]


def test_a_text_can_bring_no_markup_of_its_own() -> None:
    html = texts.render('<script src="//x"></script> **<b>** [here](javascript:alert) [a](/nl/)')
    assert "<script" not in html
    assert "<b>" not in html
    assert "javascript:alert" in html
    assert 'href="javascript' not in html
    assert '<a href="/nl/">a</a>' in html


def test_a_text_has_headings_lists_and_paragraphs() -> None:
    html = texts.render(
        "## Kop\n\nEen\nregel.\n\n- een\n  twee\n- drie\n\n1. vier\n\n### Kop\n- vijf"
    )
    assert html.split("\n") == [
        "<h2>Kop</h2>",
        "<p>Een regel.</p>",
        "<ul><li>een twee</li><li>drie</li></ul>",
        "<ol><li>vier</li></ol>",
        "<h3>Kop</h3>",
        "<ul><li>vijf</li></ul>",
    ]


def test_the_pages_are_dutch_when_they_say_that_they_are(published: Cast) -> None:
    with translation.override("nl"):
        translated = translation.gettext("Who must not see this?")
    assert translated == "Wie mag dit niet zien?", "python -m tools.catalogue --compile"
    page = rendered()["/nl/kustdienst/report/"]
    assert '<html lang="nl"' in page
    assert translated in page
