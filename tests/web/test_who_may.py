"""Every route, asked by everybody, answers as the table says."""

from pathlib import Path

import pytest
from django.db import transaction

from hoeder.identities.models import Share
from hoeder.organisations.models import Officer
from hoeder.organisations.rules import Role
from hoeder.rooms.models import Member
from hoeder.web.openapi import operations
from tests.build import Cast
from tests.rooms.sealing import new_id
from tests.web import grounds, promises
from tests.web.mid_life import (
    IDS,
    World,
    a_world,
    drill_of,
    officer,
    opening_of,
    path_of,
)
from tests.web.operations import body_of, prepare
from tests.web.who_may import ACTORS, ROWS, expected, picture

#: To how many answers at least "not found" and "not for you" must be one.
COMPARED = {"public": -1, "reporter": 15, "officer": 1400}


@pytest.fixture
def world(cast: Cast, stranger: Officer) -> World:
    return a_world(cast, stranger)


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert set(IDS) == set(ROWS)
    # One view under two addresses would be one row, and the second address never be asked.
    assert len(IDS) == len(list(operations()))


def test_every_role_and_relation_is_asked() -> None:
    roles = {role for roles, _relation in ACTORS.values() for role in roles.split(", ")}
    assert set(Role.values) <= roles
    relations = " ".join(relation for _role, relation in ACTORS.values())
    for relation in ("own", "other case", "other body", "other organisation", "back", "removed"):
        assert relation in relations


def answered_alike(operation: str) -> dict[int, list[str]]:
    """Group the actors by their answer: what has to be prepared is the same for each."""
    groups: dict[int, list[str]] = {}
    for actor in ACTORS:
        groups.setdefault(expected(operation, actor), []).append(actor)
    return groups


@pytest.mark.once
@pytest.mark.parametrize("audience", ["public", "reporter", "officer"])
def test_everybody_gets_the_answer_of_the_table(world: World, audience: str) -> None:
    """And where that is "not found", the very answer of what nobody ever made."""
    wrong: dict[tuple[str, str], tuple[int, int]] = {}
    compared = 0
    for operation in [name for name in ROWS if name.startswith(audience)]:
        _path, method = IDS[operation]
        for answer, actors in answered_alike(operation).items():
            with undone():
                prepare(world, operation, actors[0])
                path = path_of(world, operation)
                absent_path = with_made_up_ids(world, path)
                # Where a route names nothing, what is absent is what the asker does not have.
                compares = answer == 404 and absent_path != path
                absent = None
                for actor in actors:
                    with undone():
                        body = body_of(world, operation, actor)
                        got = world.ask(actor, method, path, body)
                        if got.status_code != answer:
                            wrong[operation, actor] = (got.status_code, answer)
                        elif compares:
                            # One answer for all of them: asked for once.
                            absent = absent or world.ask(actor, method, absent_path, body)
                            assert absent.content == got.content, (operation, actor)
                            assert dict(absent.headers) == dict(got.headers), (operation, actor)
                            compared += 1
    assert wrong == {}
    assert compared > COMPARED[audience]


def with_made_up_ids(world: World, path: str) -> str:
    """Put ids that nobody ever made in the place of those of Noor's case."""
    for known in (
        world.case.pk,
        world.dialogue.pk,
        world.investigation.pk,
        world.incident,
        opening_of(world).pk,
        Share.objects.get(box__case=world.case.pk, index=2).pk,
        drill_of(world).pk,
        promises.COMMITMENT,
        promises.EMERGENCY,
        promises.DUTY,
        grounds.MONTH,
        grounds.QUESTION,
        grounds.DECISION,
        *world.overseen.values(),
        world.offer,
    ):
        path = path.replace(known.hex, new_id().hex)
    return path


def test_a_role_that_ended_ends_nothing_by_itself_but_a_deactivated_officer_sees_nothing(
    world: World,
) -> None:
    ruth = officer(world, "ruth")
    Officer.objects.filter(pk=ruth.pk).update(is_active=False)
    assert world.desks["ruth"].get("/api/desk/cases").status_code == 401


def test_whoever_was_let_in_after_leaving_is_still_out(world: World) -> None:
    """A membership that somebody restores by hand does not undo a recusal."""
    sanne = officer(world, "sanne")
    Member.objects.filter(room=world.dialogue, holder=sanne.label).update(removed_on=None)
    assert world.desks["sanne"].get(f"/api/desk/cases/{world.case.pk.hex}").status_code == 404


def test_the_document_is_what_the_table_says() -> None:
    drawn = Path(__file__).parents[2] / "docs" / "who-may.md"
    assert drawn.read_text(encoding="utf-8").rstrip() == picture()


class undone:  # noqa: N801
    """Undo whatever a request changed, so that everybody asks of the same world."""

    def __enter__(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    def __exit__(self, *details: object) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
