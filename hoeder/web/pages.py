"""Which static pages there are for reporters, and what each is rendered with.

They are the same for every visitor and carry nothing but what the signed directories say, so that
their hashes can be published. `manage.py build_pages` writes them.
"""

import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation

from hoeder.cases import answering, authorities
from hoeder.cases.rules import Classification, Outcome
from hoeder.clocks.law.lookup import REGIMES, rows_of
from hoeder.clocks.law.table import Parameter
from hoeder.organisations.models import Organisation
from hoeder.organisations.rules import Role
from hoeder.protection.rules import DetrimentForm
from hoeder.web import care_words, oversight

#: The languages of the word lists. A receipt works in each of them, whatever the page's language.
WORDS = ("nl", "en", "de", "fr")

#: What stands directly under a language and so cannot be the slug of a body.
RESERVED = frozenset({"back", "away", "outside"})


@dataclass(frozen=True)
class Channel:
    """Where one body takes reports in."""

    organisation: str
    root: str
    body: str
    channel: str
    #: Path below the language, without slashes at its ends.
    place: str
    body_slug: str
    names: Mapping[str, str]
    titles: Mapping[str, str]


@dataclass(frozen=True)
class Page:
    """One static page. `place` is its path below the language, without slashes at its ends."""

    template: str
    language: str
    place: str
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The path under which browsers ask for it."""
        return "/" + "".join(f"{part}/" for part in (self.language, self.place) if part)

    def render(self) -> str:
        """Render it in its language."""
        with translation.override(self.language):
            return render_to_string(self.template, self._context())

    def _context(self) -> dict[str, object]:
        home = f"/{self.language}/"
        words = {one: static(f"words-{one}.packed.txt") for one in WORDS}
        page = {
            "language": self.language,
            "deployment": deployment(),
            "home": home,
            "away": f"{home}away/",
            "back": f"{home}back/",
            "outside": f"{home}outside/",
            "others": [
                {"language": code, "name": name, "path": self.path.replace(home, f"/{code}/", 1)}
                for code, name in settings.LANGUAGES
                if code != self.language
            ],
            "words": words.items(),
            "file_worker": static("worker-file.js"),
            **self.data,
        }
        roles = [(role.value, role.label) for role in Role]
        called = Classification.choices
        return {
            "page": page,
            "roles": roles,
            "classifications": called,
            **answering.CHOICES,
            "outcomes": Outcome.choices,
            "outside": authorities.AUTHORITIES,
            "oversight": oversight.words(),
            "forms": DetrimentForm.choices,
            **care_words.context(),
            **self.data,
        }


def deployment() -> str:
    """Read the id of this installation, made at its first start: the salt of every receipt.

    It is no secret. It must never change: without it, no receipt opens anything.
    """
    path = Path(settings.DATA_DIR) / "deployment"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, secrets.token_hex(32))
    written = path.read_text(encoding="ascii").strip()
    if len(bytes.fromhex(written)) != 32:
        raise ImproperlyConfigured(f"{path} must hold 64 hex digits.")
    return written


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there whole or not at all, and never over another one."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with fresh.open("x", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    # Two processes may start at the same time: whoever links first has made the deployment.
    if not path.exists():
        os.link(fresh, path)
    fresh.unlink()


def channels() -> list[Channel]:
    """List where reports can be made, from the newest signed directories."""
    found = [channel for one in Organisation.objects.published() for channel in _channels(one)]
    places = [channel.place for channel in found]
    for place in places:
        if places.count(place) > 1 or place.split("/")[0] in RESERVED:
            raise ImproperlyConfigured(f"Two pages would have the address {place!r}.")
    return found


def _channels(organisation: Organisation) -> Iterator[Channel]:
    newest = organisation.newest_directory()
    directory: dict[str, Any] = json.loads(newest.document if newest else '{"bodies": []}')
    for body in sorted(
        directory["bodies"], key=lambda one: (one["kind"] != "service", one["slug"])
    ):
        own = [one for one in directory["channels"] if one["body"] == body["id"]]
        for number, channel in enumerate(own):
            yield Channel(
                organisation=directory["organisation"]["id"],
                root=directory["organisation"]["root"],
                body=body["id"],
                channel=channel["id"],
                # The first channel of a body has the short address.
                place=body["slug"] if number == 0 else f"{body['slug']}/{channel['slug']}",
                body_slug=body["slug"],
                names=body["names"],
                titles=channel["titles"],
            )


def laws() -> list[dict[str, object]]:
    """List the laws of the bodies in the newest signed directories, the Dutch one first."""
    found = {"nl"}
    for one in Organisation.objects.published():
        newest = one.newest_directory()
        bodies = json.loads(newest.document)["bodies"] if newest else []
        found |= {body["law"] for body in bodies} - {"eu"}
    ordered = sorted(found, key=lambda law: (law != "nl", law))
    return [{"code": law, "name": authorities.name_of(law)} for law in ordered]


def protections() -> list[dict[str, str]]:
    """List each law by its act, and where it says who must prove what (Dir. 21(5))."""
    return [
        {
            "code": law,
            "act": regime.act,
            "source": "; ".join(row.source for row in rows_of(law, Parameter.PROOF))
            or "; ".join(row.source for row in rows_of("eu", Parameter.PROOF)),
        }
        for law, regime in REGIMES.items()
    ]


def pages() -> Iterator[Page]:
    """List every page in every language, and the one that stands at the root."""
    found = channels()
    organisations = list(Organisation.objects.published())
    first = settings.LANGUAGES[0][0]
    for language, _name in settings.LANGUAGES:
        home = Page("reporter/bodies.html", language, "", _listing(organisations, found, language))
        yield home
        if language == first:
            yield Root(home.template, language, "", home.data)
        yield Page("reporter/away.html", language, "away")
        yield Page("reporter/outside.html", language, "outside", {"laws": laws()})
        yield from _back(organisations, language)
        for channel in found:
            yield from _of(channel, language)


class Root(Page):
    """The list in the first language, at `/`."""

    @property
    def path(self) -> str:
        """The path under which browsers ask for it."""
        return "/"

    def _context(self) -> dict[str, object]:
        return Page(self.template, self.language, self.place, self.data)._context()


def _listing(
    organisations: Sequence[Organisation], found: Sequence[Channel], language: str
) -> dict[str, object]:
    return {
        "organisations": [
            {
                "name": one.name_nl if language == "nl" else one.name_en,
                "back": f"/{language}/back/{one.slug}/",
                "channels": [
                    {
                        "name": channel.names[language],
                        "title": channel.titles[language],
                        "path": f"/{language}/{channel.place}/",
                    }
                    for channel in found
                    if channel.organisation == one.pk.hex
                ],
            }
            for one in organisations
        ]
    }


def _back(organisations: Sequence[Organisation], language: str) -> Iterator[Page]:
    """The page for those who come back: one for each organisation, whose root key it carries."""
    if len(organisations) > 1:
        yield Page(
            "reporter/organisations.html", language, "back", _listing(organisations, [], language)
        )
    for one in organisations:
        place = place_of_back(organisations, one)
        name = one.name_nl if language == "nl" else one.name_en
        data = {
            **{"organisation": one.pk.hex, "root": one.root, "body_name": name},
            "protections": protections(),
            # The page that she saves: `saved_page.py`.
            "check": f"/{language}/{place}/check.html",
        }
        yield Page("reporter/back.html", language, place, data)


def place_of_back(organisations: Sequence[Organisation], one: Organisation) -> str:
    """Say where the page for those who come back to an organisation stands."""
    return f"back/{one.slug}" if len(organisations) > 1 else "back"


def _of(channel: Channel, language: str) -> Iterator[Page]:
    start = f"/{language}/{channel.place}/"
    data = {
        **asdict(channel),
        "home": start,
        "report": f"{start}report/",
        "advice": f"{start}advice/",
        "alarm": f"{start}alarm/",
        "body_name": channel.names[language],
    }
    yield Page("reporter/start.html", language, channel.place, data)
    yield Page("reporter/report.html", language, f"{channel.place}/report", data)
    yield Page("reporter/advice.html", language, f"{channel.place}/advice", data)
    yield Page("reporter/alarm.html", language, f"{channel.place}/alarm", data)
