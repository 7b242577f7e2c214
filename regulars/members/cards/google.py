"""What Google Wallet is told: a loyalty class (the programme), a loyalty object (the member's card), and a link that saves it where there is a key.

Without a service account's key the two are whole and unsigned. Format: developers.google.com/wallet/retail/loyalty-cards.
"""

import base64
import json
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from regulars.kit.errors import Invalid
from regulars.kit.phrases import LANGUAGES, say
from regulars.kit.text import Text
from regulars.members.cards import pass_sentences as pass_sentences  # its words
from regulars.members.cards.errors import NotSetUp
from regulars.members.cards.face import Face

SAVE = "https://pay.google.com/gp/v/save/"


class Account(NamedTuple):
    """A service account of Google's, as its key file says."""

    email: str
    key: Any


def account_from(file: str) -> Account | None:
    """None where no file is named. Raises Invalid ``pass.certificate_unreadable``."""
    if not file:
        return None
    try:
        document = json.loads(Path(file).read_text(encoding="utf-8"))
        return Account(document["client_email"], serialization.load_pem_private_key(document["private_key"].encode(), password=None))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as problem:
        raise Invalid("pass.certificate_unreadable", file=file, why=type(problem).__name__) from None


def loyalty(face: Face, *, public_url: str = "") -> dict[str, Any]:
    """``{loyaltyClasses: [one], loyaltyObjects: [one]}``. public_url: the shop's own address, for the logo. Raises NotSetUp."""
    passes = face.cards.passes
    if passes is None or not passes.google_issuer:
        raise NotSetUp(keys="cards.pass.google_issuer")
    kind = f"{passes.google_issuer}.{face.program_id}"
    name = face.shop.read("en") or face.program_id
    about: dict[str, Any] = {
        "id": kind,
        "issuerName": name,
        "programName": name,
        "localizedProgramName": _localised(face.shop or Text.plain(face.program_id)),
        "hexBackgroundColor": passes.colour,
        "reviewStatus": "UNDER_REVIEW",
    }
    if public_url.startswith("https://"):  # Google fetches it
        about["programLogo"] = {"sourceUri": {"uri": f"{public_url}/me/card/logo.png"}}
    points = Text(tuple((language, face.wallet.read(language) or say("pass.points", {}, language)) for language in LANGUAGES))
    level = Text(tuple((language, say("pass.level", {}, language)) for language in LANGUAGES))
    card: dict[str, Any] = {
        "id": f"{passes.google_issuer}.{face.serial}",
        "classId": kind,
        "state": "ACTIVE",
        "accountId": face.written,
        "barcode": {"type": "QR_CODE", "value": face.number, "alternateText": face.written},
        "loyaltyPoints": {"label": points.read("en"), "localizedLabel": _localised(points), "balance": {"string": face.points}},
        "textModulesData": [
            {
                "id": "level",
                "header": level.read("en"),
                "localizedHeader": _localised(level),
                "body": face.level.read("en") or face.tier,
                **({"localizedBody": _localised(face.level)} if face.level else {}),
            }
        ],
    }
    if face.holder:
        card["accountName"] = face.holder
    return {"loyaltyClasses": [about], "loyaltyObjects": [card]}


def save_link(payload: dict[str, Any], account: Account, *, at_s: int) -> str:
    """The address behind “Add to Google Wallet”: a JWT (RS256) of the payload. at_s: seconds since 1970."""
    claims = {"iss": account.email, "aud": "google", "typ": "savetowallet", "iat": at_s, "payload": payload}
    signed = f"{_part({'alg': 'RS256', 'typ': 'JWT'})}.{_part(claims)}"
    return f"{SAVE}{signed}.{_text(account.key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def _localised(text: Text) -> dict[str, Any]:
    values = [{"language": language, "value": text.read(language)} for language in LANGUAGES]
    return {"defaultValue": values[0], "translatedValues": values[1:]}


def _part(document: dict[str, Any]) -> str:
    return _text(json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode())


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
