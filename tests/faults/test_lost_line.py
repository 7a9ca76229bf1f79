"""The line is lost at each request in turn: nothing is lost with it, and nothing stands twice."""

import itertools
import secrets
from collections.abc import Callable
from typing import Any, Literal

import pytest

from tests.faults.devices import Desk, People, a_place
from tests.faults.lying import Line, lying
from tests.faults.tables import tables
from tools.service import Service

#: A client tries four times by itself. When all four are lost, whoever waits is told, and presses
#: the button again. When only the first is, and had arrived, the second must be known as the same.
LOST = {"before": [4], "after": [4, 1]}

#: Does one thing with this word in it, through a line that is lost; tells how often the word stands
#: there then, read on a line that holds.
Act = Callable[[str, str], int]


class Scene:
    """What people do, and how often it stands there afterwards."""

    def __init__(self, place: Service, people: People, ada: Desk) -> None:
        self.place = place
        self.people = people
        self.noor = people.report("Noor van de lijn")
        self.name = "Noor van de lijn"

    def count(self, who: str, case: str, word: str) -> int:
        """How many items of a case have this word; none has trouble."""
        entries = self.people("read", who, case=case)["entries"]
        assert not [one for one in entries if "trouble" in one], entries
        return sum(word in str(one["body"]) for one in entries)

    def report(self, word: str, origin: str) -> int:
        """Somebody reports; whoever holds the machine counts what lies there."""
        with tables(self.place) as asked:
            counted = (
                "SELECT (SELECT count(*) FROM reports_report), (SELECT count(*) FROM rooms_item)"
            )
            before = asked(counted)[0]
            made = self.people.report("Bram", account=word, origin=origin)
            after = asked(counted)[0]
        assert (after[0] - before[0], after[1] - before[1]) == (1, 1)
        return self.count("Bram", made["case"], word)

    def message_with_a_new_key(self, word: str, origin: str) -> int:
        """Noor writes after somebody left: her device makes one new key first."""
        room, case = self.noor["room"], self.noor["case"]
        with tables(self.place) as change:
            change("UPDATE rooms_room SET stale = %s WHERE id = %s", True, room)
            ((before,),) = change("SELECT epoch FROM rooms_room WHERE id = %s", room)
            self.say(self.name, case, word, origin)
            ((after,),) = change("SELECT epoch FROM rooms_room WHERE id = %s", room)
        assert after == before + 1
        return self.count(self.name, case, word)

    def file(self, word: str, origin: str) -> int:
        """Noor sends a file of two pieces: all of it is stored, once."""
        case, room = self.noor["case"], self.noor["room"]
        file = {"name": f"{word}.txt", "text": "verslag ", "times": 600_000}
        counted = (
            "SELECT (SELECT count(*) FROM rooms_attachment WHERE room_id = %s),"
            " (SELECT count(*) FROM rooms_piece)"
        )
        with tables(self.place) as asked:
            before = asked(counted, room)[0]
            sent = self.people("send", self.name, case=case, file=file, origin=origin)
            after = asked(counted, room)[0]
        assert sent["pieces"] == 2
        assert (after[0] - before[0], after[1] - before[1]) == (1, 2)
        return self.count(self.name, case, word)

    def acknowledgement(self, word: str, origin: str) -> int:
        """Ada acknowledges a report."""
        case = self.people.report("Bram")["case"]
        self.acknowledge(case, word, origin)
        return self.count("Bram", case, word)

    def admission(self, word: str, origin: str) -> int:
        """Ada lets Mira in: it is signed once, and Mira can read."""
        made = self.people.report("Bram")
        mira = f"officer:{a_place(self.place)['ids']['Mira']}"
        # Whoever acknowledges handles, and only whoever handles lets others in.
        self.acknowledge(made["case"], "ontvangen", self.place.origin)
        self.people("admit", "Ada", case=made["case"], body={"holder": mira}, origin=origin)
        with tables(self.place) as asked:
            grants = asked(
                "SELECT count(*) FROM rooms_grant WHERE room_id = %s AND holder = %s",
                *(made["room"], mira),
            )
        assert grants == [(1,)]
        return self.count("Ada", made["case"], mira)

    def acknowledge(self, case: str, text: str, origin: str) -> None:
        """Send Ada's acknowledgement."""
        path = f"/api/desk/cases/{case}/acknowledge"
        self.say("Ada", case, text, origin, kind="acknowledgement", path=path)

    def say(
        self,
        who: str,
        case: str,
        word: str,
        origin: str,
        *,
        kind: str = "message",
        **more: Any,
    ) -> None:
        """Send one item."""
        self.people("write", who, case=case, kind=kind, body={"text": word}, **more, origin=origin)


@pytest.fixture(scope="module")
def scene(place: Service, people: People, ada: Desk) -> Scene:
    """Noor has reported, and Ada is at her desk."""
    return Scene(place, people, ada)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    ("step", "requests", "writes"),
    [
        ("report", 3, 1),
        ("message_with_a_new_key", 7, 2),
        ("file", 8, 4),
        ("acknowledgement", 6, 1),
        ("admission", 7, 2),
    ],
)
def test_a_line_that_is_lost_at_any_request_loses_and_doubles_nothing(
    place: Service,
    scene: Scene,
    step: str,
    requests: int,
    writes: int,
    when: Literal["before", "after"],
) -> None:
    """At the first request, at the second, and so on: before it arrives, or after it was done."""
    act: Act = getattr(scene, step)
    for times in LOST[when]:
        for at in itertools.count():
            word = f"woord{secrets.token_hex(6)}"
            line = Line(at, when, times)
            with lying(place, {}, line) as server:
                assert act(word, server.origin) == 1, (at, when, times)
            if line.lost == 0:
                break
            assert line.lost == times
        assert at >= (requests if when == "before" else writes)
