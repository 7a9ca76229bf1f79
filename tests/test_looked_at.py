"""Whatever can be looked at is known by name, from the sources themselves."""

import pytest

from tests import looked_at


@pytest.mark.parametrize(
    ("address", "stands", "page"),
    [
        ("http://127.0.0.1/nl/", [], "page bodies"),
        ("http://127.0.0.1/", [], "page /"),
        ("http://127.0.0.1/en/kustdienst/", [], "page start"),
        ("http://127.0.0.1/en/kustdienst/tweede/", [], "page start"),
        ("http://127.0.0.1/nl/kustdienst/report/#tell", [], "page report"),
        ("http://127.0.0.1/nl/back/", ["<receipt-entry>"], "page back"),
        ("http://127.0.0.1/nl/back/", [], "page organisations"),
        ("http://127.0.0.1/nl/away/", [], "page away"),
        ("file:///home/noor/check.html", [], "page check"),
        ("http://127.0.0.1/desk/", [], "page /desk/"),
        ("http://127.0.0.1/desk/cases/ab", [], "page /desk/<path:rest>"),
        ("http://127.0.0.1/log/?language=nl", [], "page /log/"),
        ("http://127.0.0.1/nergens/", [], "page problem"),
    ],
)
def test_a_page_is_known_by_its_address(address: str, stands: list[str], page: str) -> None:
    assert looked_at.page_at(address, stands) == page


@pytest.mark.parametrize(
    "name",
    [
        "page report",
        "page check",
        "page /people/keys/<hex:key>/confirm/",
        "page /desk/<path:rest>",
        "<my-report>",
        "<desk-case>",
        "form=acknowledgement",
        "raise=",
        "do=none",
    ],
)
def test_pages_elements_forms_and_buttons_are_found(name: str) -> None:
    assert name in looked_at.there_is()


def test_what_programs_fetch_is_no_page() -> None:
    pages = {one for one in looked_at.there_is() if one.startswith("page ")}
    assert not {one for one in pages if "api/" in one or one.startswith("page /log/c")}


def test_a_run_of_all_tests_names_what_was_passed_by(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, config = request.session, request.config
    monkeypatch.setattr(looked_at, "seen", looked_at.there_is() - {"<my-report>"})
    monkeypatch.setattr(session, "testsfailed", 0)
    monkeypatch.setattr(config, "args_source", pytest.Config.ArgsSource.TESTPATHS)
    for chosen in ("keyword", "markexpr", "ignore", "collectonly"):
        monkeypatch.setattr(config.option, chosen, None)
    assert looked_at.passed_by(session) == ["<my-report>"]
    monkeypatch.setattr(config.option, "keyword", "report")
    assert looked_at.passed_by(session) == []
    monkeypatch.setattr(config.option, "keyword", "")
    monkeypatch.setattr(session, "testsfailed", 1)
    assert looked_at.passed_by(session) == []
