"""A small tagged PDF: headings, paragraphs and tables, each named in the structure tree.

A screen reader finds the title, the language, the headings, and a table with its header cells. The
text stays within the Latin letters of the standard fonts, which every reader of PDF has.
"""

import textwrap
from collections.abc import Sequence
from typing import Final

import pydyf

WIDTH: Final = 595
HEIGHT: Final = 842
MARGIN: Final = 56
#: Letters of this size in points; a line holds about so many of them.
SIZE: Final = 10
LETTERS: Final = 92
SECOND_COLUMN: Final = 380
FIRST_LETTERS: Final = 60


class Document:
    """One document, written from top to bottom."""

    def __init__(self, title: str, *, language: str) -> None:
        self._pdf = pydyf.PDF()
        self._title, self._language = title, language
        self._fonts = {
            name: self._added({"Type": "/Font", "Subtype": "/Type1", "BaseFont": f"/{base}",
                               "Encoding": "/WinAnsiEncoding"})
            for name, base in (("F1", "Helvetica"), ("F2", "Helvetica-Bold"))
        }  # fmt: skip
        self._tree = self._added({"Type": "/StructTreeRoot"})
        self._body = self._element("Document", self._tree)
        self._tree["K"] = pydyf.Array([self._body.reference])
        self._pages: list[tuple[pydyf.Dictionary, list[bytes]]] = []
        self._at: float = 0
        self._new_page()

    def heading(self, text: str) -> None:
        """Write the title of the document."""
        self._write_block("H1", text, font="F2", size=18, letters=48)

    def paragraph(self, text: str) -> None:
        """Write a paragraph."""
        self._write_block("P", text, font="F1", size=SIZE, letters=LETTERS)

    def table(self, head: tuple[str, str], rows: Sequence[tuple[str, str]]) -> None:
        """Write a table of two columns; the first cell of each row names it."""
        table = self._element("Table", self._body)
        self._row(table, head, ("TH", "TH"), scopes=("Column", "Column"), font="F2")
        for row in rows:
            self._row(table, row, ("TH", "TD"), scopes=("Row", None), font="F1")
        self._down(SIZE)

    def written(self) -> bytes:
        """Give the bytes of the file."""
        parents: list[object] = []
        for number, (page, marked) in enumerate(self._pages):
            page["StructParents"] = number
            parents += [number, pydyf.Array(marked)]
        self._tree["ParentTree"] = self._added({"Nums": pydyf.Array(parents)}).reference
        self._pdf.catalog["StructTreeRoot"] = self._tree.reference
        self._pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        self._pdf.catalog["Lang"] = pydyf.String(self._language)
        self._pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        self._pdf.info["Title"] = pydyf.String(self._title)
        out = _Bytes()
        self._pdf.write(out, version=b"1.7")
        return bytes(out)

    def _row(
        self,
        table: pydyf.Dictionary,
        cells: tuple[str, str],
        kinds: tuple[str, str],
        *,
        scopes: tuple[str | None, str | None],
        font: str,
    ) -> None:
        lines = [textwrap.wrap(cell, FIRST_LETTERS) for cell in cells]
        self._room_for(len(max(lines, key=len)) * SIZE * 1.5)
        row, top = self._element("TR", table), self._at
        deepest = top
        for kind, scope, text, left in zip(
            kinds, scopes, lines, (MARGIN, SECOND_COLUMN), strict=True
        ):
            cell = self._element(kind, row)
            if scope is not None:
                cell["A"] = pydyf.Dictionary({"O": "/Table", "Scope": f"/{scope}"})
            self._at = top
            self._lines(cell, kind, text, font=font, size=SIZE, left=left)
            deepest = min(deepest, self._at)
        self._at = deepest

    def _write_block(self, kind: str, text: str, *, font: str, size: int, letters: int) -> None:
        lines = textwrap.wrap(text, letters)
        self._room_for(len(lines) * size * 1.5)
        element = self._element(kind, self._body)
        self._lines(element, kind, lines, font=font, size=size, left=MARGIN)
        self._down(size)

    def _lines(
        self,
        element: pydyf.Dictionary,
        kind: str,
        lines: Sequence[str],
        *,
        font: str,
        size: int,
        left: int,
    ) -> None:
        page, marked = self._pages[-1]
        number = len(marked)
        marked.append(element.reference)
        element["Pg"] = page.reference
        element["K"] = number
        self._stream.begin_marked_content(kind, f"<</MCID {number}>>")
        for line in lines:
            self._at -= size * 1.5
            self._stream.begin_text()
            self._stream.set_font_size(font, size)
            self._stream.set_text_matrix(1, 0, 0, 1, left, self._at)
            self._stream.stream.append(b"<" + _latin(line).hex().encode() + b"> Tj")
            self._stream.end_text()
        self._stream.end_marked_content()

    def _room_for(self, height: float) -> None:
        if self._at - height < MARGIN:
            self._new_page()

    def _down(self, height: float) -> None:
        self._at -= height

    def _new_page(self) -> None:
        self._stream = pydyf.Stream(compress=True)
        self._pdf.add_object(self._stream)
        fonts = pydyf.Dictionary({name: one.reference for name, one in self._fonts.items()})
        page = pydyf.Dictionary(
            {
                "Type": "/Page",
                "Parent": self._pdf.pages.reference,
                "MediaBox": pydyf.Array([0, 0, WIDTH, HEIGHT]),
                "Contents": self._stream.reference,
                "Resources": pydyf.Dictionary({"Font": fonts}),
                "Tabs": "/S",
            }
        )
        self._pdf.add_page(page)
        self._pages.append((page, []))
        self._at = HEIGHT - MARGIN

    def _element(self, kind: str, parent: pydyf.Dictionary) -> pydyf.Dictionary:
        made = self._added({"Type": "/StructElem", "S": f"/{kind}", "P": parent.reference})
        made["K"] = pydyf.Array()
        if isinstance(parent.get("K"), list):
            parent["K"].append(made.reference)
        return made

    def _added(self, values: dict[str, object]) -> pydyf.Dictionary:
        made = pydyf.Dictionary(values)
        self._pdf.add_object(made)
        return made


def _latin(text: str) -> bytes:
    """Write text in the letters of the standard fonts; what they lack is a question mark."""
    return text.encode("cp1252", "replace")


class _Bytes(bytearray):
    """What the library writes its file to."""

    def write(self, data: bytes) -> int:
        """Take the next bytes."""
        self += data
        return len(data)
