"""``profile:`` — which of a member's details make a whole profile."""

import re

from regulars.kit.phrases import phrases
from regulars.program.document import ProfileTerms
from regulars.program.fields import Fields
from regulars.program.findings import Notes, meant
from regulars.program.values import listing, string, whole
from regulars.program.yaml_lines import Node

PROFILE_FIELDS = (
    "name", "given_name", "family_name", "phone", "email", "birthday", "gender", "language", "address", "postcode", "city", "timezone",
)  # fmt: skip
MOST_PROFILE_FIELDS = 40
ATTRIBUTE = re.compile(r"attributes\.[a-z0-9_]{1,64}", re.ASCII)

phrases(
    {
        "programme.unknown_profile_field": (
            "“{text}” is nothing a profile holds ({where})",
            "会员资料中没有“{text}”（{where}）",
            "會員資料中沒有「{text}」（{where}）",
        ),
    }
)


def read_profile_terms(node: Node, notes: Notes) -> ProfileTerms:
    fields = Fields(node, notes)
    asked = fields.need("fields", listing(_field, at_least=1, at_most=MOST_PROFILE_FIELDS), [])
    terms = ProfileTerms(tuple(dict.fromkeys(asked)), fields.take("complete_at", whole(at_least=1, at_most=100), 100))
    fields.close()
    return terms


def _field(node: Node, notes: Notes) -> str | None:
    text = string(node, notes)
    if text is None or text in PROFILE_FIELDS or ATTRIBUTE.fullmatch(text):
        return text
    notes.error("unknown_profile_field", node.line, where=node.path, text=text[:60], meant=meant(text, PROFILE_FIELDS))
    return None
