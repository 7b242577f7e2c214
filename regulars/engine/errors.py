"""What the engine refuses, by name. A refusal decided here is stored with the event and answered again."""

from regulars.kit.errors import Refused


class AlreadyEnrolled(Refused):
    code = "member.already_enrolled"


class InsufficientPoints(Refused):
    code = "points.insufficient"

    def __init__(self, *, needed: int, available: int, wallet: str) -> None:
        super().__init__(needed=needed, available=available, wallet=wallet)


class NotSpendable(Refused):
    code = "points.not_spendable"


class UnknownWallet(Refused):
    code = "points.unknown_wallet"


class ReturnExceeds(Refused):
    code = "return.exceeds"


class UnknownLine(Refused):
    code = "return.unknown_line"
