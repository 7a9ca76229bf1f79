"""Whether there is a name in a box cannot be told from sizes or answers, by anybody who asks.

The server sees lengths and nothing else, so these cases are made as browsers make them: the three
ways to report differ in what is inside, which is padded to one length before it is sealed.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from hoeder.identities.models import Box, Share
from hoeder.identities.rules import CONTENT_PLAINTEXT, SHARE_PLAINTEXT
from hoeder.rooms.envelope import sealed_size
from tests.build import Cast
from tests.rooms.sealing import sealed
from tests.web.asking import Desk, Reporter, text

#: What she wrote in the box, from nothing to as much as fits.
MODES = {
    "anonymous": "",
    "sealed": "Noor",
    "known to handlers": "Noor " + "van de Buitenposten " * 5,
}
IDENTITY = 2_048
CASES = 201


def padded(identity: str) -> int:
    """How long the plaintext of a box is: the identity is filled up before it is sealed."""
    return CONTENT_PLAINTEXT if len(identity) <= IDENTITY else len(identity)


def unpadded(identity: str) -> int:
    """How long it would be without padding."""
    return len(identity)


def report_of(cast: Cast, mode: str, length: Callable[[str], int]) -> tuple[Reporter, Any]:
    """A reporter's browser sends a report in one of the three ways."""
    reporter = Reporter()
    body = reporter.report(cast, cast.officers["ada"])
    body["box"]["content"] = text(sealed(length(MODES[mode])))
    return reporter, reporter.send("POST", "/api/reports", body)


def lengths_of(reporter: Reporter, ada: Desk, wim: Desk) -> dict[str, int]:
    """How long everything is that is stored, and that anybody is answered, about one case."""
    box = Box.objects.get(case=reporter.case)
    case = f"/api/desk/cases/{box.case.hex}"
    asked = ada.post(
        f"{case}/openings",
        {
            "id": "%032x" % (box.case.int ^ 1),
            "to": ada.officer.pk.hex,
            "purpose": "contact",
            "not_after": box.made_on.isoformat(),
            "letters": [{"holder": "reporter", "sealed": text(sealed())}],
        },
    )
    share = box.shares.get(index=2)
    return {
        "content": len(bytes(box.content)),
        "statement": len(box.statement),
        "shares": sum(len(bytes(one.sealed)) for one in Share.objects.filter(box=box)),
        "authority": len(bytes(box.authority_sealed)),
        "my box": len(reporter.get("/api/my/box").content),
        "my openings": len(reporter.get("/api/my/openings").content),
        "asked": len(asked.content) if asked.status_code == 201 else -1,
        "openings": len(ada.get(f"{case}/openings").content),
        "share": len(wim.get(f"/api/desk/shares/{share.pk.hex}").content),
    }


@pytest.mark.once
def test_over_many_cases_of_the_three_ways_nothing_differs(cast: Cast) -> None:
    seen: dict[str, set[str]] = {mode: set() for mode in MODES}
    ada, wim = Desk(cast.officers["ada"]), Desk(cast.officers["wim"])
    for number in range(CASES):
        mode = list(MODES)[number % 3]
        reporter, answer = report_of(cast, mode, padded)
        assert answer.status_code == 201
        lengths = {**lengths_of(reporter, ada, wim), "answer": len(answer.content)}
        seen[mode].add(json.dumps(lengths))
    assert len(set().union(*seen.values())) == 1


def test_without_padding_nothing_is_taken(cast: Cast) -> None:
    """The same reports without padding would differ: the server takes none of them."""
    for mode in MODES:
        _reporter, answer = report_of(cast, mode, unpadded)
        assert answer.status_code == 422
    assert not Box.objects.exists()


def test_there_is_one_length_of_each_part(cast: Cast) -> None:
    reporter = Reporter().has_reported(cast, cast.officers["ada"])
    box = Box.objects.get(case=reporter.case)
    assert len(bytes(box.content)) == sealed_size(CONTENT_PLAINTEXT)
    every = [bytes(one.sealed) for one in box.shares.all()] + [bytes(box.authority_sealed)]
    assert {len(one) for one in every} == {sealed_size(SHARE_PLAINTEXT)}
    assert SHARE_PLAINTEXT == 1_024
    assert CONTENT_PLAINTEXT == 4_096


def test_a_box_that_was_emptied_looks_like_one_that_was_filled(cast: Cast) -> None:
    answers = []
    for length in (CONTENT_PLAINTEXT, CONTENT_PLAINTEXT):
        reporter = Reporter().has_reported(cast, cast.officers["ada"])
        sent = {"version": 2, "content": text(sealed(length))}
        answers.append(reporter.send("PUT", "/api/my/box", sent))
        answers.append(reporter.get("/api/my/box"))
    statuses = [one.status_code for one in answers]
    assert statuses == [204, 200, 204, 200]
    assert len(answers[1].content) == len(answers[3].content)


@pytest.mark.parametrize("mode", MODES)
def test_a_request_on_an_anonymous_report_goes_the_same_way(cast: Cast, mode: str) -> None:
    """Ada asks, Noor agrees, three custodians approve, Ada fetches: each step alike."""
    reporter, answer = report_of(cast, mode, padded)
    assert answer.status_code == 201
    desks = Desk(cast.officers["ada"]), Desk(cast.officers["wim"])
    assert lengths_of(reporter, *desks)["asked"] > 0
    (opening,) = reporter.get("/api/my/openings").json()["openings"]
    assert opening["state"] == "asked"
    assert set(opening) == {
        "id", "kind", "case", "box", "body", "to", "requested_by", "purpose", "ground",
        "authority_name", "legal_basis", "state", "requested_on", "opens_on", "not_after",
        "deferred_until", "consent", "need", "approved", "working", "letters",
    }  # fmt: skip
