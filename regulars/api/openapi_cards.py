"""The contract of members' cards."""

from typing import Any

from regulars.members.cards.apple import MEDIA_TYPE
from regulars.members.cards.errors import REASONS

Schema = dict[str, Any]

_REF: Schema = {"name": "ref", "in": "path", "required": True, "description": "Your own reference of the member, percent-encoded (a slash as %2F).", "schema": {"type": "string", "minLength": 1}}
_TEXT: Schema = {"type": "string", "pattern": "^[^\\u0000]*$"}
_SAID: Schema = {
    "source": {**_TEXT, "minLength": 1, "maxLength": 255},
    "id": {**_TEXT, "minLength": 1, "maxLength": 255, "description": "Your own; the same again counts once."},
    "time": {"type": "string", "format": "date-time"},
    "member": {**_TEXT, "minLength": 1, "maxLength": 128, "description": "Your own reference."},
}
_NUMBER: Schema = {**_TEXT, "description": "A card's number, however it was typed."}
_REASON: Schema = {"enum": list(REASONS)}


def card_schemas() -> dict[str, Schema]:
    card: Schema = {
        "member": {"type": "string"},
        "card": {"type": "string", "description": "Without hyphens and blanks, as it stands in the barcode."},
        "written": {"type": "string", "description": "As it stands on the card."},
        "status": {"enum": ["good", "blocked"]},
        "issued_at": {"type": "string", "format": "date-time"},
        "blocked_at": {"type": "string", "format": "date-time"},
        "reason": _REASON,
    }
    return {
        "CardIssue": _object({**_SAID, "replaces": {**_NUMBER, "description": "The lost card this one is for: it is blocked."}, "reason": {**_REASON, "default": "lost"}}, *_SAID),
        "CardBlock": _object({**_SAID, "card": _NUMBER, "reason": _REASON}, *_SAID, "card", "reason"),
        "CardUnblock": _object({**_SAID, "card": _NUMBER}, *_SAID, "card"),
        "CardQuestion": _object({"card": _NUMBER}, "card"),
        "Card": _object(card, "member", "card", "written", "status", "issued_at"),
        "GooglePass": _object(
            {
                "loyaltyClasses": {"type": "array", "items": {"type": "object"}},
                "loyaltyObjects": {"type": "array", "items": {"type": "object"}},
                "signed": {"type": "boolean"},
                "link": {"type": ["string", "null"], "description": "The address behind “Add to Google Wallet”."},
            },
            "loyaltyClasses", "loyaltyObjects", "signed", "link",
        ),
        "CardList": _object({"member": {"type": "string"}, "cards": {"type": "array", "items": {"$ref": "#/components/schemas/Card"}}}, "member", "cards"),
    }


def card_paths(problem: Any) -> dict[str, Schema]:
    """``problem(status)``: a refusal's response."""

    def operation(id: str, summary: str, said: str, scope: str, *, body: str = "", answer: str = "Card", made: bool = False, takes: bool = False) -> Schema:
        statuses = ("401", "403", "404", "408", "409", "413", "415", "422", "500", "503") if body else ("401", "403", "404", "409", "422", "500", "503")
        return {
            "tags": ["cards"],
            "operationId": id,
            "summary": summary,
            "description": f"{said} Needs the scope `{scope}`.".strip(),
            "security": [{"key": []}],
            **({"parameters": [_REF]} if takes else {}),
            **({"requestBody": {"required": True, "content": _json(body)}} if body else {}),
            "responses": {
                **({"201": {"description": "Issued.", "content": _json(answer)}} if made else {}),
                "200": {"description": "The same card again." if made else "Done.", "content": _json(answer)},
                **{status: problem(status) for status in statuses},
            },
        }

    issues = "With `replaces` the old card is blocked and the new one stands for the same member: points, level and history stay. At most as many good cards as `cards.at_most` says (409 `card.at_most`)."
    unsigned = "Signed where the shop has a certificate or a key, whole but for the signature where it has none. 409 `card.none` for a member without a good card, `pass.not_set_up` where the programme names no account."
    finds = "409 `card.blocked` with the reason and the day, 422 `card.mistyped` for a number that looks like yours and is none, 404 `card.unknown`. The number travels in the body, so that it stands in no log."
    return {
        "/v1/cards": {"post": operation("issue_card", "Give a member a card, or a new one for a lost one", issues, "cards:write", body="CardIssue", made=True)},
        "/v1/cards/find": {"post": operation("find_card", "Whose card is this", finds, "cards:read", body="CardQuestion")},
        "/v1/cards/block": {"post": operation("block_card", "A card answers no more", "", "cards:write", body="CardBlock")},
        "/v1/cards/unblock": {"post": operation("unblock_card", "A card that was found is good again, unless it was replaced", "", "cards:write", body="CardUnblock")},
        "/v1/members/{ref}/passes/apple": {
            "get": {
                **operation("get_apple_pass", "The member's card for Apple Wallet", unsigned, "cards:read", takes=True, answer="GooglePass"),
                "responses": {
                    "200": {
                        "description": "A `.pkpass` file.",
                        "headers": {"X-Pass-Signed": {"schema": {"enum": ["yes", "no"]}}},
                        "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
                    },
                    **{status: problem(status) for status in ("401", "403", "404", "409", "422", "500", "503")},
                },
            }
        },
        "/v1/members/{ref}/passes/google": {"get": operation("get_google_pass", "What Google Wallet is told", unsigned, "cards:read", takes=True, answer="GooglePass")},
        "/v1/members/{ref}/cards": {"get": operation("get_cards", "A member's cards, newest first", "", "cards:read", answer="CardList", takes=True)},
    }


def _object(properties: Schema, *required: str) -> Schema:
    return {"type": "object", "additionalProperties": False, "required": list(required), "properties": properties}


def _json(schema: str) -> Schema:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
