"""Takes the files out of a PDF that client/dossier/printed.ts made (ISO 32000-1 7.11.4).

It is no reader of PDF in general: each object stands by itself, as pdfkit writes it. A file that
another program wrote again has its attachments elsewhere, and none is found. Nothing is guessed:
an object or a name that stands twice makes the whole unreadable.
"""

import re
import zlib
from pathlib import Path

from hoeder_proof.verify.sources import LARGEST_TEXT, Unreadable

HEAD = b"%PDF-"
LARGEST_PDF = LARGEST_TEXT

_OBJECT = re.compile(rb"^(\d{1,9}) 0 obj\n(.*?)\nendobj$", re.DOTALL | re.MULTILINE)
_NAME = re.compile(rb"/UF \(([A-Za-z0-9._-]{1,100})\)")
_FILE = re.compile(rb"/EF <<\s*/F (\d{1,9}) 0 R\s*>>")
_STREAM = re.compile(rb"\A<<.*?/Length (\d{1,9})\b.*?>>\nstream\n", re.DOTALL)


def files_in(path: Path) -> dict[str, bytes]:
    """Return the attached files by name; empty where there are none."""
    with path.open("rb") as file:
        data = file.read(LARGEST_PDF + 1)
    if len(data) > LARGEST_PDF:
        raise Unreadable("zip.too_large", path.name)
    objects: dict[bytes, bytes] = {}
    for number, body in _OBJECT.findall(data):
        if number in objects:
            raise Unreadable("pdf.twice", path.name)
        objects[number] = body
    found: dict[str, bytes] = {}
    for body in objects.values():
        name, place = _NAME.search(body), _FILE.search(body)
        if name is None or place is None or b"/Filespec" not in body:
            continue
        if name[1].decode() in found:
            raise Unreadable("pdf.twice", path.name)
        content = _content(objects.get(place[1], b""))
        if content is None:
            raise Unreadable("pdf.damaged", path.name, name=name[1].decode())
        found[name[1].decode()] = content
    return found


def _content(body: bytes) -> bytes | None:
    """Unpack a stream, no further than a text may be; None when it is not whole."""
    head = _STREAM.match(body)
    if head is None:
        return None
    packed = body[head.end() : head.end() + int(head[1])]
    if b"/FlateDecode" not in head[0]:
        return packed
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(packed, LARGEST_TEXT)
    except zlib.error:
        return None
    return content if unpacking.eof else None
