"""A link that lets one member see their own page for a while: signed, expiring, and naming nobody."""

from django.core import signing

from regulars.kit.errors import NotAllowed
from regulars.kit.phrases import phrases

DAYS = 7
COOKIE = "member"
COOKIE_AGE_S = 12 * 3600
_SALT = "regulars.portal"

phrases(
    {
        "portal.link_expired": (
            "This link has expired: please ask the shop for a new one",
            "链接已过期，请向门店索取新链接",
            "連結已過期，請向門市索取新連結",
        ),
    }
)


class LinkExpired(NotAllowed):
    code = "portal.link_expired"


def token_of(member_id: int) -> str:
    """The part of a link that opens a member's page. It holds our own number, never the shop's reference."""
    return signing.dumps(member_id, salt=_SALT, compress=False)


def member_of(token: str, *, days: int = DAYS) -> int:
    """Raises LinkExpired: too old, changed, or never ours."""
    try:
        member_id = signing.loads(token, salt=_SALT, max_age=days * 86_400)
    except signing.BadSignature:
        raise LinkExpired from None
    if type(member_id) is not int:
        raise LinkExpired
    return member_id
