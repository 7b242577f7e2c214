"""``cards:`` — members' cards: their numbers, what is drawn of them, who gets one."""

import re

from regulars.kit.check_digits import CHECKS, can_check
from regulars.kit.phrases import phrases
from regulars.program.document_cards import CHARSETS, CardCode, Cards, Passes
from regulars.program.fields import Fields
from regulars.program.findings import Notes
from regulars.program.names import Names
from regulars.program.schema_words import Schema, mapping, pattern
from regulars.program.schema_words import choice as one_of
from regulars.program.schema_words import whole as whole_number
from regulars.program.values import choice, label, string, whole
from regulars.program.yaml_lines import Node

FEWEST_PLACES, MOST_PLACES, MOST_CARDS, LONGEST_PREFIX = 4, 20, 20, 12
EAN_DIGITS = 13
_PREFIX = re.compile(rf"[0-9A-Z]{{0,{LONGEST_PREFIX}}}", re.ASCII)
_PATTERN = re.compile(rf"(?=(?:[^#]*#){{{FEWEST_PLACES},{MOST_PLACES}}}[^#]*$)[# -]{{1,40}}")
_CHARSET = re.compile(r"[0-9A-Z]{5,36}", re.ASCII)
_APPLE_TYPE = re.compile(r"pass\.[A-Za-z0-9.-]{1,120}", re.ASCII)
_APPLE_TEAM = re.compile(r"[A-Z0-9]{10}", re.ASCII)
_ISSUER = re.compile(r"[0-9]{6,24}", re.ASCII)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}", re.ASCII)

phrases(
    {
        "programme.card_prefix": (
            "“{where}: {text}”: a card's prefix is up to {longest} capital letters and digits",
            "“{where}：{text}”：卡号前缀最多 {longest} 位，只用大写字母和数字",
            "「{where}：{text}」：卡號前綴最多 {longest} 位，只用大寫字母和數字",
        ),
        "programme.card_pattern": (
            "“{where}: {text}”: write a # for each character to be made ({fewest} to {most}), with hyphens or blanks between them, in quotes",
            "“{where}：{text}”：每个待生成的字符写一个 #（{fewest} 至 {most} 个），其间可用连字符或空格，并加引号",
            "「{where}：{text}」：每個待產生的字元寫一個 #（{fewest} 至 {most} 個），其間可用連字號或空格，並加引號",
        ),
        "programme.card_charset": (
            "“{where}: {text}”: write {choices}, or at least 5 different capital letters and digits",
            "“{where}：{text}”：请写 {choices}，或至少 5 个互不相同的大写字母和数字",
            "「{where}：{text}」：請寫 {choices}，或至少 5 個互不相同的大寫字母和數字",
        ),
        "programme.card_check": (
            "{size} characters can't have the check digit “{check}”: leave one out or add one",
            "{size} 个字符无法使用校验位“{check}”：请增减一个字符",
            "{size} 個字元無法使用檢查碼「{check}」：請增減一個字元",
        ),
        "programme.card_ean13": (
            "an EAN-13 has 12 digits of prefix and pattern and “check: gs1”; these are {places} characters of {charset} with “check: {check}”",
            "EAN-13 的前缀与 pattern 须共 12 位数字，且 check: gs1；现为 {places} 位 {charset}，check: {check}",
            "EAN-13 的前綴與 pattern 須共 12 位數字，且 check: gs1；現為 {places} 位 {charset}，check: {check}",
        ),
        "programme.card_pass": (
            "“{where}: {text}” is not written as it should be: {like}",
            "“{where}：{text}”写法不对，应类似 {like}",
            "「{where}：{text}」寫法不對，應類似 {like}",
        ),
        "programme.card_guessable": (
            "there are only {many} card numbers of this pattern: somebody who tries a few may hit one; write more #",
            "此 pattern 只有 {many} 个卡号，容易被猜中；请多写几个 #",
            "此 pattern 只有 {many} 個卡號，容易被猜中；請多寫幾個 #",
        ),
        "programme.card_check_weak": (
            "“check: luhn” does not notice when the first and the last character of the set are swapped; “damm” notices every swap",
            "check: luhn 无法发现字符集首尾两个字符的互换；damm 能发现所有互换",
            "check: luhn 無法發現字元集首尾兩個字元的互換；damm 能發現所有互換",
        ),
    }
)


def read_cards(node: Node, notes: Notes, names: Names) -> Cards:
    fields = Fields(node, notes)
    code = fields.take("code", lambda node, notes: _code(node, notes, names), CardCode())
    cards = Cards(
        code=code,
        barcode=fields.take("barcode", choice("code128", "ean13", "none"), "code128"),  # type: ignore[arg-type]
        issue=fields.take("issue", choice("on_request", "at_enrolment"), "on_request"),  # type: ignore[arg-type]
        at_most=fields.take("at_most", whole(at_least=1, at_most=MOST_CARDS), 1),
        passes=fields.take("pass", _passes),
    )
    fields.close()
    if cards.barcode == "ean13" and (code.length != EAN_DIGITS or code.letters != CHARSETS["digits"] or code.check != "gs1" or not (code.prefix or "0").isdecimal()):
        notes.error("card_ean13", fields.line("barcode"), places=code.length - 1, charset=code.charset, check=code.check)
    return cards


def _code(node: Node, notes: Notes, names: Names) -> CardCode:
    fields = Fields(node, notes)
    usual = CardCode()
    code = CardCode(
        prefix=fields.take("prefix", _prefix, usual.prefix),
        pattern=fields.take("pattern", _pattern, usual.pattern),
        charset=fields.take("charset", _charset, usual.charset),
        check=fields.take("check", choice(*CHECKS), usual.check),  # type: ignore[arg-type]
    )
    fields.close()
    for key in ("pattern", "check"):
        names.lines[f"cards.code.{key}"] = fields.line(key)
    if not can_check(code.check, len(code.letters)):
        notes.error("card_check", fields.line("check" if "check" in fields else "charset"), size=len(code.letters), check=code.check)
    return code


def _prefix(node: Node, notes: Notes) -> str | None:
    if getattr(node, "text", None) == "" and getattr(node, "quoted", False):
        return ""
    text = label(node, notes)
    if text is None or _PREFIX.fullmatch(text):
        return text
    notes.error("card_prefix", node.line, where=node.path, text=text[:60], longest=LONGEST_PREFIX)
    return None


def _pattern(node: Node, notes: Notes) -> str | None:
    text = string(node, notes)
    if text is None or _PATTERN.fullmatch(text):
        return text
    notes.error("card_pattern", node.line, where=node.path, text=text[:60], fewest=FEWEST_PLACES, most=MOST_PLACES)
    return None


def _charset(node: Node, notes: Notes) -> str | None:
    text = label(node, notes)
    if text is None or text in CHARSETS or (_CHARSET.fullmatch(text) and len(set(text)) == len(text)):
        return text
    notes.error("card_charset", node.line, where=node.path, text=text[:60], choices=", ".join(CHARSETS))
    return None


def _passes(node: Node, notes: Notes) -> Passes:
    fields = Fields(node, notes)
    passes = Passes(
        apple_type=fields.take("apple_type", _like(_APPLE_TYPE, "pass.com.example.club"), ""),
        apple_team=fields.take("apple_team", _like(_APPLE_TEAM, "ABCDE12345"), ""),
        google_issuer=fields.take("google_issuer", _like(_ISSUER, "3388000000012345678"), ""),
        colour=fields.take("colour", _like(_COLOUR, "“#1f2937”"), Passes().colour),
    )
    fields.close()
    return passes


def _like(pattern: re.Pattern[str], like: str):  # type: ignore[no-untyped-def]
    def read(node: Node, notes: Notes) -> str | None:
        text = label(node, notes)
        if text is None or pattern.fullmatch(text):
            return text
        notes.error("card_pass", node.line, where=node.path, text=text[:60], like=like)
        return None

    return read


def cards_schema() -> Schema:
    digits = {"type": "integer"}
    return mapping(
        {
            "code": mapping(
                {
                    "prefix": {"anyOf": [pattern(f"^{_PREFIX.pattern}$"), digits]},
                    "pattern": pattern(f"^{_PATTERN.pattern}$"),
                    "charset": {"anyOf": [one_of(*CHARSETS), pattern(f"^{_CHARSET.pattern}$"), digits]},
                    "check": one_of(*CHECKS),
                }
            ),
            "barcode": one_of("code128", "ean13", "none"),
            "issue": one_of("on_request", "at_enrolment"),
            "at_most": whole_number(1, MOST_CARDS),
            "pass": mapping(
                {
                    "apple_type": pattern(f"^{_APPLE_TYPE.pattern}$"),
                    "apple_team": pattern(f"^{_APPLE_TEAM.pattern}$"),
                    "google_issuer": {"anyOf": [pattern(f"^{_ISSUER.pattern}$"), digits]},
                    "colour": pattern(f"^{_COLOUR.pattern}$"),
                }
            ),
        }
    )
