"""The programme promises that a wallet's pass says what stands on the card, in three languages, and is signed only with a certificate."""

import base64
import hashlib
import io
import json
import subprocess
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from regulars.kit.errors import Invalid
from regulars.kit.text import Text
from regulars.members.cards.apple import pass_json, pkpass, signer_from
from regulars.members.cards.errors import NotSetUp
from regulars.members.cards.face import Face
from regulars.members.cards.google import SAVE, account_from, loyalty, save_link
from regulars.program.document_cards import CardCode, Cards, Passes

PASSES = Passes("pass.com.example.club", "ABCDE12345", "3388000000012345678", "#1b5e20")
FACE = Face(
    cards=Cards(CardCode(), "code128", passes=PASSES),
    program_id="tea-house",
    shop=Text((("en", 'The "Tea" House'), ("zh-Hans", "茶馆"), ("zh-Hant", "茶館"))),
    number="8812345678904",
    written="88 123 456 7890 4",
    serial="ab" * 16,
    points="1230.5",
    wallet=Text(),
    tier="gold",
    level=Text((("en", "Gold"), ("zh-Hans", "金卡"), ("zh-Hant", "金卡"))),
    holder="Alice Tanager",
)


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def certificates(tmp_path):
    """A certificate of our own making, standing in for Apple's."""

    def made(name):
        key = rsa.generate_private_key(65537, 2048)
        who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        builder = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key()).serial_number(1)
        certificate = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9)).sign(key, hashes.SHA256())
        pem = certificate.public_bytes(serialization.Encoding.PEM)
        secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (tmp_path / f"{name}.pem").write_bytes(pem + secret)
        return str(tmp_path / f"{name}.pem")

    return made("pass"), made("between")


def test_a_pass_without_a_certificate_is_whole_but_for_its_signature():
    inside = files(pkpass(FACE, None))
    assert "signature" not in inside
    manifest = json.loads(inside["manifest.json"])
    assert manifest == {name: hashlib.sha1(content).hexdigest() for name, content in inside.items() if name != "manifest.json"}
    assert {"pass.json", "icon.png", "icon@2x.png", "icon@3x.png", "en.lproj/pass.strings", "zh-Hans.lproj/pass.strings", "zh-Hant.lproj/pass.strings"} <= set(manifest)
    assert inside["icon@2x.png"][16:24] == (58).to_bytes(4, "big") * 2
    assert pkpass(FACE, None) == pkpass(FACE, None)


def test_it_says_balance_level_number_and_holder():
    document = pass_json(FACE)
    assert (document["passTypeIdentifier"], document["teamIdentifier"], document["serialNumber"]) == ("pass.com.example.club", "ABCDE12345", "ab" * 16)
    assert document["barcodes"] == [
        {"format": kind, "message": "8812345678904", "messageEncoding": "iso-8859-1", "altText": "88 123 456 7890 4"} for kind in ("PKBarcodeFormatQR", "PKBarcodeFormatCode128")
    ]
    fields = {field["key"]: field["value"] for group in document["storeCard"].values() for field in group}
    assert fields == {"points": "1230.5", "holder": "Alice Tanager", "level": "level_value", "number": "88 123 456 7890 4", "lost": "lost_value"}
    assert document["backgroundColor"] == "rgb(27, 94, 32)"


def test_its_words_are_in_three_languages_and_every_key_has_one():
    inside, document = files(pkpass(FACE, None)), json.dumps(pass_json(FACE))
    english, simplified, traditional = (inside[f"{language}.lproj/pass.strings"].decode() for language in ("en", "zh-Hans", "zh-Hant"))
    assert '"level_value" = "Gold";' in english and '"shop" = "The \\"Tea\\" House";' in english
    assert '"level_value" = "金卡";' in simplified and '"points_label" = "积分";' in simplified
    assert '"points_label" = "積分";' in traditional
    for key in ("points_label", "holder_label", "level_label", "level_value", "number_label", "lost_label", "lost_value", "shop", "description"):
        assert f'"{key}"' in document
        assert all(f'"{key}" = ' in words for words in (english, simplified, traditional)), key


def test_a_signed_pass_is_one_that_openssl_believes(certificates, tmp_path):
    inside = files(pkpass(FACE, signer_from(*certificates)))
    (tmp_path / "signature").write_bytes(inside["signature"])
    (tmp_path / "manifest").write_bytes(inside["manifest.json"])
    command = ["openssl", "smime", "-verify", "-inform", "DER", "-in", tmp_path / "signature", "-content", tmp_path / "manifest", "-CAfile", certificates[0], "-purpose", "any"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    (tmp_path / "manifest").write_bytes(inside["manifest.json"].replace(b"pass.json", b"pass.jsom"))
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


def test_a_certificate_that_is_none_is_refused_by_name(tmp_path, certificates):
    assert signer_from("", "") is None and account_from("") is None
    (tmp_path / "junk").write_text("junk")
    for asked in ((str(tmp_path / "junk"), certificates[1]), (certificates[0], str(tmp_path / "nowhere"))):
        with pytest.raises(Invalid, match=r"can't be read as a certificate"):
            signer_from(*asked)
    with pytest.raises(Invalid):
        account_from(str(tmp_path / "junk"))


def test_google_is_told_the_same():
    told = loyalty(FACE, public_url="https://club.example.com")
    (about,), (card,) = told["loyaltyClasses"], told["loyaltyObjects"]
    assert card["classId"] == about["id"] == "3388000000012345678.tea-house"
    assert card["barcode"] == {"type": "QR_CODE", "value": "8812345678904", "alternateText": "88 123 456 7890 4"}
    assert card["loyaltyPoints"]["balance"] == {"string": "1230.5"}
    assert card["loyaltyPoints"]["localizedLabel"]["translatedValues"] == [{"language": "zh-Hans", "value": "积分"}, {"language": "zh-Hant", "value": "積分"}]
    assert card["textModulesData"][0]["localizedBody"]["defaultValue"] == {"language": "en", "value": "Gold"}
    assert about["programLogo"]["sourceUri"]["uri"].startswith("https://club.example.com/")
    assert "programLogo" not in loyalty(FACE)["loyaltyClasses"][0]


def test_the_link_is_signed_by_the_service_account(tmp_path):
    key = rsa.generate_private_key(65537, 2048)
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()
    (tmp_path / "key.json").write_text(json.dumps({"client_email": "club@example.iam", "private_key": secret}))
    account = account_from(str(tmp_path / "key.json"))
    assert account is not None
    link = save_link(loyalty(FACE), account, at_s=1_772_000_000)
    assert link.startswith(SAVE)
    head, claims, signature = link.removeprefix(SAVE).split(".")

    def plain(part: str) -> bytes:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))

    key.public_key().verify(plain(signature), f"{head}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256())
    told = json.loads(plain(claims))
    assert (told["iss"], told["typ"], told["payload"]) == ("club@example.iam", "savetowallet", loyalty(FACE))


def test_a_programme_that_names_no_account_is_told_which_keys_are_missing():
    bare = Face(**{name: getattr(FACE, name) for name in FACE.__slots__ if name != "cards"}, cards=Cards())
    for verb, key in ((lambda: pkpass(bare, None), "apple_type"), (lambda: loyalty(bare), "google_issuer")):
        with pytest.raises(NotSetUp) as refused:
            verb()
        assert key in refused.value.facts["keys"]
