"""A card's number as pictures a till reads: a QR code and a barcode, as SVG paths. zxing-cpp draws them; the tests read them back with it.

The library is loaded when the first picture is drawn: everything else of a shop runs without it.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from regulars.program.document_cards import Barcode

_QUIET = {"QRCode": 4, "Code128": 10, "EAN13": 11}  # modules of white each side, as the standards ask
_BAR_HEIGHT = 40


class Picture(NamedTuple):
    """An SVG path in a box of ``width`` × ``height`` modules, dark on white, the quiet zone included."""

    path: str
    width: int
    height: int

    def svg(self, title: str = "") -> str:
        """A file of its own, for printing."""
        named = f"<title>{_escaped(title)}</title>" if title else ""
        box = f'viewBox="0 0 {self.width} {self.height}" width="{4 * self.width}" height="{4 * self.height}" shape-rendering="crispEdges"'
        return f'<svg xmlns="http://www.w3.org/2000/svg" {box} role="img">{named}<path fill="#fff" d="M0 0h{self.width}v{self.height}H0z"/><path fill="#000" d="{self.path}"/></svg>'


def qr(number: str) -> Picture:
    return _drawn(number, "QRCode")


def barcode(number: str, kind: Barcode) -> Picture | None:
    """None where the programme wants none."""
    return None if kind == "none" else _drawn(number, "Code128" if kind == "code128" else "EAN13")


@lru_cache(maxsize=512)
def _drawn(number: str, format: str) -> Picture:
    import zxingcpp

    code = zxingcpp.create_barcode(number, getattr(zxingcpp.BarcodeFormat, format))
    image: Any = code.to_image(scale=1, add_quiet_zones=False)
    rows: Any = memoryview(image).tolist()  # a list of rows of grey values
    quiet = _QUIET[format]
    if format == "QRCode":
        path = "".join(_runs(row, quiet, quiet + y, 1) for y, row in enumerate(rows))
        return Picture(path, len(rows[0]) + 2 * quiet, len(rows) + 2 * quiet)
    return Picture(_runs(rows[0], quiet, 4, _BAR_HEIGHT), len(rows[0]) + 2 * quiet, _BAR_HEIGHT + 8)


def _runs(row: list[int], left: int, top: int, height: int) -> str:
    """The dark runs of one row of grey values."""
    path, start = "", -1
    for place, shade in enumerate([*row, 255]):
        if shade < 128 and start < 0:
            start = place
        elif shade >= 128 and start >= 0:
            path += f"M{left + start} {top}h{place - start}v{height}h-{place - start}z"
            start = -1
    return path


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
