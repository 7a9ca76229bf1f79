"""What is documented is true: settings, words, links, drawn documents."""

import ast
import re
from pathlib import Path

import pytest

from hoeder.cases.rules import Status
from hoeder.organisations.rules import Role
from tools import coverage_of_law

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "client/**/*.md")
    for path in ROOT.glob(pattern)
    if "node_modules" not in path.parts
)


def variables_read() -> set[str]:
    """Every environment variable that the settings read."""
    text = Path(ROOT / "hoeder/config/settings.py").read_text()
    names = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func)
            if called in {"envbool", "envint", "envsecret", "os.environ.get"}:
                names.add(str(node.args[0].value))
    return names


def variables_documented() -> set[str]:
    """Every variable that has a row in docs/settings.md."""
    return set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.M))


def test_every_setting_is_documented_and_no_other() -> None:
    assert variables_read() == variables_documented()


@pytest.mark.parametrize("role", Role.values)
def test_every_role_is_a_word_of_ours(role: str) -> None:
    assert f"| `{role}` |" in (ROOT / "docs/words.md").read_text()


def test_the_states_of_a_case_are_drawn() -> None:
    drawn = (ROOT / "docs/case-states.md").read_text()
    assert all(status in drawn for status in Status.values)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text())
    dead = [target for target in targets if not (page.parent / target).exists()]
    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_named_in_the_text_exist(page: Path) -> None:
    named = re.findall(
        r"`((?:hoeder|hoeder_root|hoeder_proof|client|tests|docs|vectors|tools|demo|bench)/[\w./-]+\.\w+)",
        page.read_text(),
    )
    missing = [name for name in named if not (ROOT / name).exists()]
    assert missing == []


def test_the_version_is_said_once() -> None:
    newest = re.search(r"^## v([0-9.]+)", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert newest is not None
    assert f'softwareVersion: "{newest[1]}"' in (ROOT / "publiccode.yml").read_text()


def test_a_row_of_the_law_without_test_or_reason_is_found() -> None:
    groups = {"Clocks": {"CLK-01": {"asks": "…"}, "CLK-02": {"asks": "…", "why": "later"}}}
    assert len(coverage_of_law.mistakes(groups, {"CLK-02": {"a test"}})) == 1
    assert len(coverage_of_law.mistakes(groups, {"CLK-01": {"a test"}, "CLK-77": {"x"}})) == 1
    assert coverage_of_law.mistakes(groups, {"CLK-01": {"a test"}}) == []


def test_every_picture_is_shown_and_no_other() -> None:
    shown = re.findall(r"\]\(pictures/([\w-]+\.png)\)", (ROOT / "docs/pages.md").read_text())
    assert sorted(shown) == sorted(one.name for one in (ROOT / "docs/pictures").iterdir())
