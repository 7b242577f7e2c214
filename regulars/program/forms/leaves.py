"""One value as a field shows it and as somebody types it. In quotes only where quotes make a difference: ``"5"`` is a text, ``5`` a number."""

import json

from regulars.program.editing.values import Leaf, is_special
from regulars.program.forms.shapes import Choice, Field

_TEXTS = ("words", "id", "event_type", "text")  # these have to be texts: what looks like a number gets its quotes by itself
_VALUE = Field("", "value")


def is_text(shape: Field | Choice) -> bool:
    return isinstance(shape, Field) and shape.kind in _TEXTS


def holds(shape: Field | Choice, leaf: Leaf) -> bool:
    """Whether a field shows this value and gives it back unchanged."""
    text = leaf.text
    if isinstance(shape, Field) and shape.kind == "words":
        return bool(text.strip()) and "\r" not in text and (leaf.quoted or not is_special(text))
    if not text.strip() or "\n" in text or "\r" in text:
        return False
    return not is_text(shape) or (text == text.strip() and (leaf.quoted or not is_special(text)))


def shown(shape: Field | Choice, leaf: Leaf) -> str:
    if is_text(shape):
        return leaf.text
    needs = (leaf.quoted and is_special(leaf.text)) or leaf.text != leaf.text.strip() or leaf.text[:1] == '"' or len(leaf.text.splitlines()) != 1
    return json.dumps(leaf.text, ensure_ascii=len(leaf.text.splitlines()) != 1) if needs else leaf.text


def typed(shape: Field | Choice, text: str) -> Leaf | None:
    """None for nothing."""
    if is_text(shape):
        text = text if isinstance(shape, Field) and shape.kind == "words" else text.strip()
        return Leaf(text, is_special(text)) if text.strip() else None
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] == '"':
        try:
            said = json.loads(text)
        except ValueError:
            said = None
        if isinstance(said, str):
            return Leaf(said, True)
    return Leaf(text) if text else None


def line(shape: Field | Choice, leaf: Leaf) -> str:
    """As one line of several."""
    return shown(_VALUE if leaf.text != leaf.text.strip() or leaf.text[:1] == '"' or len(leaf.text.splitlines()) != 1 else shape, leaf)


def typed_line(shape: Field | Choice, text: str) -> Leaf | None:
    said = typed(_VALUE, text)
    return said if said is not None and said.quoted else typed(shape, text)
