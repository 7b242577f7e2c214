"""Why something can't be said. Codes are ``insight.…``; the sentences stand beside the room that raises them."""

from regulars.kit.errors import Refused


class CannotSay(Refused):
    """The orders don't carry this figure: too few of them, too young a shop, or none at all. A study lists the sentence and goes on."""

    code = "insight.cannot_say"
