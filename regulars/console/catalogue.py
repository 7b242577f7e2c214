"""Reading gettext catalogues and compiling them, so that no gettext tool is needed: ``python -m regulars.console.catalogue`` writes every .mo."""

import ast
import struct
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "locale"
_CONTEXT, _PLURAL = "\x04", "\x00"


def read_po(text: str) -> dict[str, str]:
    """Messages by id as a .mo keys them: ``context\\x04id``, plurals as ``id\\x00plural``; untranslated ones are left out."""
    messages: dict[str, str] = {}
    for block in text.split("\n\n"):
        fields: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            if not line.startswith('"'):
                name, _, line = line.partition(" ")
            if line:
                fields[name] = fields.get(name, "") + ast.literal_eval(line)
        if "msgid" not in fields:
            continue
        key = fields["msgid"]
        if "msgctxt" in fields:
            key = fields["msgctxt"] + _CONTEXT + key
        if "msgid_plural" in fields:
            key += _PLURAL + fields["msgid_plural"]
            value = _PLURAL.join(fields[form] for form in sorted(fields) if form.startswith("msgstr["))
        else:
            value = fields.get("msgstr", "")
        if value:
            messages[key] = value
    return messages


def mo_bytes(messages: dict[str, str]) -> bytes:
    """The binary catalogue: the same messages give the same bytes."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items())
    count = len(pairs)
    tables, strings = bytearray(), bytearray()
    start = 28 + count * 16
    for place in (0, 1):
        for pair in pairs:
            tables += struct.pack("<II", len(pair[place]), start + len(strings))
            strings += pair[place] + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + count * 8, 0, 0) + bytes(tables) + bytes(strings)


def compile_all() -> list[Path]:
    """Write the .mo beside every .po."""
    written = []
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        mo.write_bytes(mo_bytes(read_po(po.read_text(encoding="utf-8"))))
        written.append(mo)
    return written


if __name__ == "__main__":
    for path in compile_all():
        print(path)
