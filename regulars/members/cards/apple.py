"""The pass for Apple Wallet: a zip of ``pass.json``, words in three languages, icons, a manifest, and a signature where there is a certificate.

Without a certificate the pass is whole but for its signature: for a look, and for whoever signs elsewhere; an iPhone takes signed ones only.
Format: developer.apple.com/documentation/walletpasses.
"""

import hashlib
import io
import json
import zipfile
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.serialization import pkcs7

from regulars.kit.errors import Invalid
from regulars.kit.phrases import LANGUAGES, say
from regulars.members.cards import pass_sentences as pass_sentences  # its words
from regulars.members.cards.errors import NotSetUp
from regulars.members.cards.face import Face

MEDIA_TYPE = "application/vnd.apple.pkpass"
_SIZES = (("icon.png", 29), ("icon@2x.png", 58), ("icon@3x.png", 87))
_LONG_AGO = (2020, 1, 1, 0, 0, 0)  # the same face gives the same bytes


class Signer(NamedTuple):
    certificate: x509.Certificate
    key: Any
    between: x509.Certificate  # Apple's WWDR certificate

    def sign(self, manifest: bytes) -> bytes:
        """PKCS #7, detached, DER."""
        builder = pkcs7.PKCS7SignatureBuilder().set_data(manifest).add_signer(self.certificate, self.key, hashes.SHA256()).add_certificate(self.between)
        return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary])


def signer_from(certificate: str, between: str) -> Signer | None:
    """certificate: a PEM file with the pass type's certificate and its key; between: Apple's. None where the first is not named.

    Raises Invalid ``pass.certificate_unreadable``.
    """
    if not certificate:
        return None
    try:
        pem = Path(certificate).read_bytes()
        return Signer(
            x509.load_pem_x509_certificate(pem), serialization.load_pem_private_key(pem, password=None), x509.load_pem_x509_certificate(Path(between).read_bytes())
        )
    except (OSError, ValueError, TypeError) as problem:
        raise Invalid("pass.certificate_unreadable", file=certificate, why=type(problem).__name__) from None


def pkpass(face: Face, signer: Signer | None) -> bytes:
    """The whole file. Raises NotSetUp where the programme does not name the pass type and the team."""
    files = {"pass.json": _json(pass_json(face)), **_words(face), **_icons(face.cards.passes.colour if face.cards.passes else "#1f2937")}
    files["manifest.json"] = _json({name: hashlib.sha1(content, usedforsecurity=False).hexdigest() for name, content in files.items()})
    if signer is not None:
        files["signature"] = signer.sign(files["manifest.json"])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), content)
    return out.getvalue()


def pass_json(face: Face) -> dict[str, Any]:
    """Labels and the level's name are keys of the ``.lproj`` words. Raises NotSetUp."""
    passes = face.cards.passes
    if passes is None or not passes.apple_type or not passes.apple_team:
        raise NotSetUp(keys="cards.pass.apple_type, cards.pass.apple_team")
    codes = [{"format": "PKBarcodeFormatQR"}]
    if face.cards.barcode == "code128":  # Apple draws no EAN-13
        codes.append({"format": "PKBarcodeFormatCode128"})
    fields: dict[str, Any] = {
        "headerFields": [{"key": "points", "label": "points_label", "value": face.points}],
        "primaryFields": [{"key": "holder", "label": "holder_label", "value": face.holder}] if face.holder else [],
        "secondaryFields": [{"key": "level", "label": "level_label", "value": "level_value"}, {"key": "number", "label": "number_label", "value": face.written}],
        "backFields": [{"key": "lost", "label": "lost_label", "value": "lost_value"}],
    }
    return {
        "formatVersion": 1,
        "passTypeIdentifier": passes.apple_type,
        "teamIdentifier": passes.apple_team,
        "serialNumber": face.serial,
        "organizationName": face.shop.read("en") or face.program_id,
        "description": "description",
        "logoText": "shop",
        "backgroundColor": _rgb(passes.colour),
        "foregroundColor": "rgb(255, 255, 255)",
        "labelColor": "rgb(255, 255, 255)",
        "sharingProhibited": face.cards.at_most == 1,
        "barcodes": [{**code, "message": face.number, "messageEncoding": "iso-8859-1", "altText": face.written} for code in codes],
        "storeCard": fields,
    }


def _words(face: Face) -> dict[str, bytes]:
    """``en.lproj/pass.strings`` and its two sisters."""
    files = {}
    for language in LANGUAGES:
        shop = face.shop.read(language) or face.program_id
        words = {
            "points_label": face.wallet.read(language) or say("pass.points", {}, language),
            "level_label": say("pass.level", {}, language),
            "level_value": face.level.read(language) or face.tier,
            "number_label": say("pass.number", {}, language),
            "holder_label": say("pass.holder", {}, language),
            "lost_label": say("pass.lost", {}, language),
            "lost_value": say("pass.lost_told", {"shop": shop}, language),
            "shop": shop,
            "description": say("pass.description", {"shop": shop}, language),
        }
        files[f"{language}.lproj/pass.strings"] = "".join(f"{_quoted(key)} = {_quoted(text)};\n" for key, text in words.items()).encode()
    return files


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


@lru_cache(maxsize=4)
def _icons(colour: str) -> dict[str, bytes]:
    """In the three sizes Apple asks for."""
    return {name: _ring(colour, size) for name, size in _SIZES}


@lru_cache(maxsize=1)
def mark() -> bytes:
    """A square picture for whoever shows the shop's name."""
    return _ring("#1f6652", 660)


def _ring(colour: str, size: int) -> bytes:
    """A ring on the shop's colour, ``size`` pixels wide."""
    import vl_convert

    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29" width="29" height="29"><path fill="{colour}" d="M0 0h29v29H0z"/><circle cx="14.5" cy="14.5" r="7.5" fill="none" stroke="#fff" stroke-width="3"/></svg>'
    return vl_convert.svg_to_png(drawing, scale=size / 29, ppi=72)


def _rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


def _json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode()
