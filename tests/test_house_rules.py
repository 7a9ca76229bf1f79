"""The rules of CONTRIBUTING.md that no linter knows.

Each was broken on purpose once and seen to fail here.
"""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey, Model

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "hoeder"
LAYERS: list[str] = next(
    contract["layers"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
    if contract["name"] == "Domains look down, never up"
)
#: The higher, the later in the list: the order of domains is written once, in pyproject.toml.
HEIGHT = {layer: -place for place, layer in enumerate(LAYERS)}


def functions_of(path: Path) -> Iterator[ast.FunctionDef]:
    """Every public function at the top of a file."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


ACTIONS = [
    pytest.param(function, id=f"{path.relative_to(PACKAGE).with_suffix('')}.{function.name}")
    for path in sorted([*PACKAGE.glob("*/actions.py"), *PACKAGE.glob("*/actions/*.py")])
    for function in functions_of(path)
]
OUTSIDE_LEDGER = [action for action in ACTIONS if not str(action.id).startswith(("ledger", "noti"))]
PAGES = sorted(path for path in PACKAGE.glob("web/*/**/*.py") if "management" not in path.parts)
MODELS: list[type[Model]] = [
    model for model in apps.get_models() if model.__module__.startswith("hoeder.")
]
BETWEEN_DOMAINS = [
    pytest.param(field, id=f"{model._meta.label}.{field.name}")
    for model in MODELS
    for field in model._meta.get_fields()
    if isinstance(field, ForeignKey)
    and field.related_model._meta.app_label in HEIGHT
    and field.related_model._meta.app_label != model._meta.app_label
]


def calls_in(function: ast.FunctionDef) -> list[str]:
    """The names that a function calls, as written."""
    return [ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_is_one_transaction(action: ast.FunctionDef) -> None:
    decorators = [ast.unparse(one) for one in action.decorator_list]
    assert any(one.startswith("transaction.atomic") for one in decorators)


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_names_its_actor_and_every_argument(action: ast.FunctionDef) -> None:
    assert not action.args.args, "arguments must be keyword-only"
    assert "by" in [arg.arg for arg in action.args.kwonlyargs]


@pytest.mark.parametrize("action", ACTIONS)
def test_an_action_says_what_it_does(action: ast.FunctionDef) -> None:
    assert ast.get_docstring(action)


@pytest.mark.parametrize("action", OUTSIDE_LEDGER)
def test_an_action_is_written_in_the_ledger(action: ast.FunctionDef) -> None:
    assert "ledger.append" in calls_in(action)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_pages_see_only_what_is_visible_to_the_visitor(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        text = ast.unparse(node)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith(".objects"):
            assert node.attr in {"visible_to", "published"}, text
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "get_object_or_404":
            assert "visible_to(" in ast.unparse(node.args[0]), text


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_pages_leave_refusals_to_the_middleware(path: Path) -> None:
    tried = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Try)]
    assert not tried, "raise a Refusal in the action; the middleware answers"


@pytest.mark.parametrize("field", BETWEEN_DOMAINS)
def test_foreign_keys_look_down(field: "ForeignKey[Model, Model]") -> None:
    above = HEIGHT[field.model._meta.app_label]
    assert HEIGHT[field.related_model._meta.app_label] < above
    assert field.remote_field.hidden, 'say related_name="+"'


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*/__init__.py")), ids=str)
def test_a_domain_says_what_it_is(path: Path) -> None:
    if path.parent.name in {"config", "web"}:
        return
    tree = ast.parse(path.read_text())
    text = ast.get_docstring(tree) or ""
    assert 3 <= len(text.splitlines()) <= 20, "5-10 lines: what it is, its words, its promise"
    assert len(tree.body) == 1, "no code in a domain's __init__.py"


def test_no_folder_is_named_for_nothing() -> None:
    banned = {"utils", "helpers", "services", "managers", "signals", "constants", "common", "misc"}
    files = [path for path in PACKAGE.rglob("*.py") if path.stem in banned]
    assert files == []


def test_short_files() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in [*PACKAGE.rglob("*.py"), *(ROOT / "client").rglob("*.ts")]
        if "migrations" not in path.parts and "tests" not in path.parts
        if (lines := len(path.read_text().splitlines())) > 500
    }
    assert long == {}, "split by noun"


def test_every_sentence_for_visitors_stands_in_a_template() -> None:
    """No TypeScript file sets text of its own: one bundle serves every language."""
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in (ROOT / "client").rglob("*.ts")
        if "tests" not in path.parts
        for line in path.read_text().splitlines()
        if ('textContent = "' in line or 'innerText = "' in line or "innerHTML" in line)
        if 'textContent = ""' not in line
    ]
    assert found == []
