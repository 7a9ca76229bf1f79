"""What journeys have looked at in a run of all tests, and what there was to look at.

That no page has a fault says little while nobody knows that each was looked at. Whatever a run of
all tests never came by fails it by name: a page, an element of ours, a form, or a button by what it
does. What a look finds: tests/journeys/axe.py.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "hoeder" / "web" / "templates"

#: In this process; in the one that a run with several began with, of all of them.
seen: set[str] = set()


def remember(address: str, stands: list[str]) -> None:
    """Note that a page was looked at, and what stood on it."""
    seen.update(stands)
    seen.add(page_at(address, stands))


def page_at(address: str, stands: list[str]) -> str:
    """Name the page at an address: by its route, or by its template where it is a static one."""
    # Not with the rest: whoever only visits a service needs no Django of their own.
    from hoeder.web.pages import RESERVED

    path = urlsplit(address).path
    language, *parts = path.strip("/").split("/")
    if address.startswith("file:"):
        return "page check"
    if language not in dict(settings.LANGUAGES):
        try:
            return f"page /{resolve(path).route}"
        except Resolver404:
            return "page problem"
    if parts[:1] == ["back"] and "<receipt-entry>" not in stands and "<what-is-mine>" not in stands:
        return "page organisations"
    if parts and parts[0] in RESERVED:
        return f"page {parts[0]}"
    if len(parts) > 1 and parts[-1] in {"report", "advice", "alarm"}:
        return f"page {parts[-1]}"
    return "page start" if parts else "page bodies"


def there_is() -> set[str]:
    """Name everything that can be looked at."""
    return {*_pages(), *_elements(), *_in_templates()}


def _pages() -> Iterator[str]:
    for file in ("pages.py", "saved_page.py"):
        text = (ROOT / "hoeder" / "web" / file).read_text()
        yield from (f"page {name}" for name in re.findall(r'"reporter/(\w+)\.html"', text))
    yield "page problem"
    yield from (f"page /{route}" for route in _routes(get_resolver()) if not _is_data(route))


def _routes(resolver: URLResolver) -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield str(one.pattern)
        else:
            yield from _routes(one)


def _is_data(route: str) -> bool:
    """Whether programs fetch it. `/` is the list of bodies, which is a static page."""
    return route in {"", "healthz"} or route.startswith("api/") or bool(re.match("log/.", route))


def _elements() -> Iterator[str]:
    for file in (ROOT / "client").rglob("*.ts"):
        for name in re.findall(r'customElements\.define\(\s*"([a-z-]+)"', file.read_text()):
            yield f"<{name}>"


def _in_templates() -> Iterator[str]:
    """Forms by what tells them apart, and buttons by what they do, as a page's script sees both."""
    for file in TEMPLATES.rglob("*.html"):
        text = file.read_text()
        for form in re.findall(r"<form\b([^>]*)>", text):
            for name, value in re.findall(r'\sdata-([a-z-]+)(?:="([^"{]*)")?(?=[\s>]|$)', form):
                yield f"{re.sub('-(.)', lambda found: found[1].upper(), name)}={value}"
        yield from (f"do={name}" for name in re.findall(r'data-do="([^"{]+)"', text))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell the process that began the run; there, fail if anything was passed by."""
    told: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if told is not None:
        told["seen"] = sorted(seen)
    elif passed_by(session):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take in what one of several processes has looked at."""
    seen.update(getattr(node, "workeroutput", {}).get("seen", ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was passed by."""
    session = getattr(terminalreporter, "_session", None)
    for name in passed_by(session) if session else ():
        terminalreporter.write_line(f"never looked at: {name}", red=True)


def passed_by(session: pytest.Session) -> list[str]:
    """What was not looked at, where all tests ran and passed."""
    asked = session.config.option
    chosen = asked.keyword or asked.markexpr or asked.ignore or asked.collectonly
    whole = session.config.args_source is pytest.Config.ArgsSource.TESTPATHS and not chosen
    return sorted(there_is() - seen) if whole and not session.testsfailed else []
