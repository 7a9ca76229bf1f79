"""A dossier in a real Chromium: 500 items with 200 MB of files."""

from bench import Row
from bench.browsing import ROOT, page_with

ITEMS = 500
SIZE = 200_000_000
HEAP = 300_000_000
LETTERS = {
    "regular": "@expo-google-fonts/source-serif-4/400Regular/SourceSerif4_400Regular.ttf",
    "bold": "@expo-google-fonts/source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf",
    "code": "@fontsource/source-code-pro/files/source-code-pro-latin-400-normal.woff",
}


def measure() -> list[Row]:
    """Seal a case beforehand, and make its dossier once, as somebody would."""
    files = {name: ROOT / "node_modules" / path for name, path in LETTERS.items()}
    with page_with("dossier", "--enable-precise-memory-info", files=files, wait=600) as page:
        page.evaluate(f"dossier.prepare({ITEMS}, {SIZE})")
        made = page.evaluate("dossier.make({regular: '/regular', bold: '/bold', code: '/code'})")
    seconds, heap = made["time"] / 1000, made["heap"]
    what = f"a dossier of {ITEMS} items and {SIZE // 1_000_000} MB of files, Chromium"
    return [
        Row(
            what,
            "≤ 30 s",
            f"{seconds:.1f} s for a ZIP of {made['size'] / 1e6:.0f} MB",
            seconds <= 30 and made["lacking"] == 0,
        ),
        Row(f"{what}: heap", "≤ 300 MB", f"{heap / 1e6:.0f} MB at most", heap <= HEAP),
    ]
