"""A PDF is shown and never run: in a frame without an origin and without network."""

import secrets

import pytest
from playwright.sync_api import FilePayload, Frame, Page, expect

from tests.journeys.axe import Inspection
from tests.journeys.conftest import Arrive, Visitor
from tests.journeys.document import document
from tests.journeys.people import at_desk, continue_, open_case, until_clean, words_of
from tools.service import Service

pytestmark = pytest.mark.xdist_group("the-viewer")

#: Where a file that was run would lead to. Nothing answers there.
ELSEWHERE = "http://127.0.0.1:9/ran"


def report_with_original(noor: Visitor, text: str, name: str, data: bytes) -> None:
    """Report with a PDF, and send its untouched original along."""
    page = noor.visit("/nl/kustdienst/report/")
    continue_(page)
    page.locator("exclude-readers label.choice", has_text="Hoofd Buitenposten").first.click()
    continue_(page)
    page.locator("#text").fill(text)
    continue_(page)
    continue_(page)
    page.locator("file-picker input[type=file]").first.set_input_files(
        [FilePayload(name=name, mimeType="application/pdf", buffer=data)]
    )
    until_clean(page)
    original = page.locator("[data-original-choice] input")
    if original.is_visible():
        original.check()
    for _ in range(4):
        continue_(page)
    words_of(page)


def viewer_of(desk: Page) -> Frame:
    """The frame in which a PDF is drawn."""
    frame = desk.locator("iframe.desk-frame--viewer").element_handle().content_frame()
    assert frame is not None
    return frame


def test_ada_reads_a_pdf_and_nothing_in_it_runs(
    service: Service, arrive: Arrive, inspect: Inspection
) -> None:
    """Noor sends the original of a PDF that would run a script, follow a link and submit a form.

    1. Ada opens it: its text, its red square and its scan are there.
    2. She clicks in the middle of the page, where the link lies. Nothing happens.
    3. No dialog was shown, no page was opened, and nothing left for anywhere but the service.
    4. The frame itself cannot ask for anything, nor look at the desk around it.
    5. She closes it and saves the file: the bytes are those that Noor chose.
    """
    about = f"Een factuur die niet klopt ({secrets.token_hex(4)})"
    data = document("Factuur 2031", ELSEWHERE)
    report_with_original(arrive(), about, "factuur.pdf", data)

    ada = arrive()
    dialogs: list[str] = []
    ada.page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    asked: list[str] = []
    ada.context.on("request", lambda request: asked.append(request.url))
    desk = at_desk(ada, service, "Ada")
    open_case(desk, about)
    file = desk.locator("sealed-file", has=desk.locator("[data-part=original]:visible"))
    file.locator("[data-do=show]").click()
    inside = desk.frame_locator("iframe.desk-frame--viewer")
    # The library is large: its first start takes some time.
    where = inside.locator("[data-part=where]")
    expect(where).to_have_text("Pagina 1 van 1", timeout=20_000)
    expect(inside.locator(".viewer-text")).to_contain_text("Factuur 2031")
    expect(file.locator("[data-part=said]")).not_to_be_empty()
    red, scan = painted(viewer_of(desk), (160, 400), (160, 200))
    assert red[0] > 200
    assert red[1] < 60
    assert scan == [0, 0, 0, 255]

    inside.locator(".viewer-text").click(position={"x": 300, "y": 100})
    inside.locator("[data-part=in]").click()
    expect(inside.locator("[data-part=zoom]")).to_contain_text("125")
    expect(inside.locator(".viewer-text")).to_contain_text("Factuur 2031")
    assert dialogs == []
    assert len(ada.context.pages) == 1
    assert [url for url in asked if not url.startswith((ada.origin, "blob:null"))] == []

    inspect(desk, "a pdf in its viewer", inside=viewer_of(desk))
    assert shut_in(viewer_of(desk), f"{ada.origin}/api/desk/me") == ["refused"] * 4
    ada.faults = [one for one in ada.faults if "Content Security Policy" not in one]

    file.locator("[data-do=hide]").click()
    expect(desk.locator("iframe.desk-frame--viewer")).to_have_count(0)
    with desk.expect_download() as saving:
        file.locator("[data-do=save]").click()
    assert saving.value.path().read_bytes() == data


def painted(frame: Frame, *points: tuple[int, int]) -> list[list[int]]:
    """The colours of points of the page, which are counted from below as in a PDF."""
    return [
        frame.locator(".viewer-page canvas").evaluate(
            """(canvas, [x, y]) => [...canvas.getContext('2d').getImageData(
                canvas.width * x / 595, canvas.height * (842 - y) / 842, 1, 1).data]""",
            list(point),
        )
        for point in points
    ]


def shut_in(frame: Frame, address: str) -> list[str]:
    """What comes of the ways out, for somebody who has taken the frame over."""
    return list(
        frame.evaluate(
            """async address => {
                const attempt = async act => {
                    try { return String(await act()); } catch { return 'refused'; }
                };
                return [
                    await attempt(() => fetch(address)),
                    await attempt(() => parent.document.title),
                    await attempt(() => document.cookie),
                    await attempt(() => WebAssembly.compile(
                        new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))),
                ];
            }""",
            address,
        )
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7\nnothing that makes a document\n%%EOF\n", "beschadigd"),
        (b"GIF89a, in truth", "niet wat"),
    ],
    ids=["broken", "disguised"],
)
def test_a_pdf_that_cannot_be_shown_is_explained(
    service: Service, arrive: Arrive, data: bytes, said: str
) -> None:
    """A file that claims to be a PDF and is none: a sentence says so, and it can still be saved."""
    about = f"Een kapot bestand ({secrets.token_hex(4)})"
    report_with_original(arrive(), about, "kapot.pdf", data)
    desk = at_desk(arrive(), service, "Ada")
    open_case(desk, about)
    file = desk.locator("sealed-file").first
    file.locator("[data-do=show]").click()
    expect(file.locator("[role=alert]")).to_contain_text(said, timeout=20_000)
    expect(desk.locator("iframe.desk-frame--viewer")).to_have_count(0)
    with desk.expect_download() as saving:
        file.locator("[data-do=save]").click()
    assert saving.value.path().read_bytes() == data
