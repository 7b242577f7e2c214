"""The programme promises that what it draws of a card is what a till reads."""

import zlib

import pytest
import zxingcpp

from regulars.members.cards.pictures import Picture, barcode, qr


def read(picture: Picture) -> list[tuple[str, str]]:
    """Draw the SVG with the charts' renderer, and read it as a scanner does."""
    import vl_convert

    width, height, grey = _pixels(vl_convert.svg_to_png(picture.svg("card"), ppi=72))
    view = zxingcpp.ImageView(grey, width, height, zxingcpp.ImageFormat.Lum)
    return [(code.text, str(code.format)) for code in zxingcpp.read_barcodes(view)]


def _pixels(png: bytes) -> tuple[int, int, bytes]:
    """An 8-bit RGBA PNG as grey values; enough of the format for what we draw ourselves."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    place, data, width, height = 8, b"", 0, 0
    while place < len(png):
        size, kind = int.from_bytes(png[place : place + 4], "big"), png[place + 4 : place + 8]
        part = png[place + 8 : place + 8 + size]
        if kind == b"IHDR":
            width, height = int.from_bytes(part[:4], "big"), int.from_bytes(part[4:8], "big")
            assert part[8:10] == b"\x08\x06"
        data += part if kind == b"IDAT" else b""
        place += size + 12
    raw, grey, before = zlib.decompress(data), b"", bytes(4 * width)
    for row in range(height):
        start = row * (4 * width + 1)
        line = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + 4 * width]), before)
        grey += line[::4]
        before = bytes(line)
    return width, height, grey


def _unfiltered(how: int, line: bytearray, above: bytes) -> bytearray:
    for at in range(len(line)):
        left, up, corner = (line[at - 4] if at >= 4 else 0), above[at], (above[at - 4] if at >= 4 else 0)
        paeth = min((left, up, corner), key=lambda one: abs(left + up - corner - one))
        line[at] = (line[at] + (0, left, up, (left + up) // 2, paeth)[how]) % 256
    return line


@pytest.mark.parametrize("number", ["8812345678904", "GOLD7QK3X9ZMV", "0"])
def test_a_qr_code_reads_back(number):
    assert [text for text, _ in read(qr(number))] == [number]


@pytest.mark.parametrize(("number", "kind"), [("8812345678904", "code128"), ("GOLD7QK3X9ZMV", "code128"), ("2112345678900", "ean13")])
def test_a_barcode_reads_back(number, kind):
    (found,) = read(barcode(number, kind))
    assert found[0] == number


def test_no_barcode_where_the_programme_wants_none():
    assert barcode("881", "none") is None


def test_a_title_cannot_break_out_of_the_drawing():
    assert "<script" not in qr("881").svg("<script>alert(1)</script>")
