"""The rules of CONTRIBUTING.md that no linter knows.

Each was broken on purpose once and seen to fail here.
"""

import ast
import re
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
    assert {"ledger.append", "ledger.append_daily"} & set(calls_in(action))


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
    sets_html = re.compile(r"\.(inner|outer)HTML\s*\+?=(?!=)|insertAdjacentHTML")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in (ROOT / "client").rglob("*.ts")
        if "tests" not in path.parts
        for line in path.read_text().splitlines()
        if ('textContent = "' in line or 'innerText = "' in line or sets_html.search(line))
        if 'textContent = ""' not in line
    ]
    assert found == []


#: Terms that no law and no promise to a person sets: how long leavings are kept, what counts as
#: one series of tries. Anything else stands in hoeder/clocks/law/.
HOUSEKEEPING = {
    "hoeder/reports/rules.py: JOIN_DAYS",
    "hoeder/rooms/rules.py: UNFINISHED_DAYS",
    "hoeder/protection/rules.py: PROBING_DAYS",
    "hoeder/organisations/actions/directories.py: OLDEST_DRAFT_DAYS",
    "hoeder/organisations/rules.py: INVITATION_DAYS",
    "hoeder/oversight/rules.py: PATTERN_MONTHS",
    "hoeder/protection/promising.py: FURTHEST_DAYS",
    # No zone is further from UTC: rows of two days more are asked for, then looked at in theirs.
    "hoeder/protection/models/plans.py: timedelta(days=2)",
}
TERM_WORDS = ("DAYS", "WEEKS", "MONTHS", "YEARS", "HOURS", "TERM", "DEADLINE", "WAIT")


def numbers_in(node: ast.AST) -> list[int]:
    """The whole numbers above 1 that stand in an expression: one day is the next day, no term."""
    found = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
    return [one for one in found if type(one) is int and one > 1]


def terms_in(text: str) -> Iterator[str]:
    """Names, arguments and calls of a Python file that hold a number of days, months or hours."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for name in (ast.unparse(one) for one in targets):
                if any(word in name.upper() for word in TERM_WORDS) and numbers_in(node.value):
                    yield name
        elif isinstance(node, ast.Call):
            given = {word.arg or "": word.value for word in node.keywords}
            term = [given[word] for word in ("days", "weeks", "months", "hours") if word in given]
            called = ast.unparse(node.func).rpartition(".")[2]
            if called in {"timedelta", "add_months", "add_working_days", "relativedelta"}:
                term += [*node.args, *given.values()]
            if any(numbers_in(one) for one in term):
                yield ast.unparse(node)


def test_legal_numbers_stand_in_the_law_tables_alone() -> None:
    """law.md CLK-09. A term is known by its name or its use, as a literal.

    A number in a sentence, a bare `> 7`, or one that goes by a name without such a word passes.
    """
    found = {
        f"{path.relative_to(ROOT)}: {term}"
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts and "law" not in path.parts
        # Of the machine: how long a session or a certificate lives.
        if path != PACKAGE / "config" / "settings.py"
        for term in terms_in(path.read_text())
    }
    assert found <= HOUSEKEEPING, (
        "a row of hoeder/clocks/law/, or a reason to stand in HOUSEKEEPING"
    )


def test_terms_of_the_client_are_drawn_from_the_law_tables() -> None:
    """law.md CLK-09. As above: `const LONGEST_DAYS = 90` in TypeScript is found by its name."""
    written = re.compile(rf"const \w*({'|'.join(TERM_WORDS)})\w*\s*(?::[^=]+)?= *[\d_]+;")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in (ROOT / "client").rglob("*.ts")
        if "tests" not in path.parts and path.name != "terms.ts"
        for line in path.read_text().splitlines()
        if written.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "broken",
    [
        "LONGEST_DAYS = 90",
        "due = start + timedelta(days=7)",
        "due = timedelta(hours=24 * 3)",
        "add_months(day, 3)",
        "start(due_on=today, days=14)",
    ],
)
def test_a_legal_number_elsewhere_is_found(broken: str) -> None:
    assert list(terms_in(broken))
