"""A small shop for people's pages: Alice is an ordinary member, Bea has reached gold, Carl's points lapse soon, Dana is another."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from django.test import Client
from journal.conftest import Shop

from regulars.cli.staffing import create_staff
from regulars.journal.programs import apply_version
from regulars.journal.queries import member_id_of
from regulars.kit.periods import microseconds
from regulars.members.operations import add_identities, save_profile

PASSWORD = "nineteen-blue-teapots"
PROGRAMME = """
program: corner
name: {en: Corner Club, zh-Hans: 街角会员, zh-Hant: 街角會員}
currency: {code: CNY, minor_digits: 2}
timezone: Asia/Shanghai
wallets:
  points: {kind: spendable, point_value: 0.01, expire: {rolling: 1 year}}
tiers:
  review: {every: quarter}
  levels:
    - {id: regular, name: {en: Regular, zh-Hans: 普通会员, zh-Hant: 普通會員}}
    - {id: gold, name: {en: Gold, zh-Hans: 金卡会员, zh-Hant: 金卡會員}, reach: {spend: 1000, within: 1 year}, multiplier: 2}
earn:
  - {id: base, name: {en: A point a yuan, zh-Hans: 一元一分, zh-Hant: 一元一分}, on: order.paid, points: {per: 1, give: 1, of: net_amount}}
  - {id: coffee, name: {en: Coffee doubles, zh-Hans: 咖啡双倍, zh-Hant: 咖啡雙倍}, on: order.paid, when: {line.category: coffee}, points: {multiply: 2}}
"""
NOW = datetime.now(UTC).replace(microsecond=0)


def days_ago(days: int) -> str:
    """Noon, so many days ago, as the shop's stories write it."""
    return (NOW - timedelta(days=days)).strftime("%Y-%m-%d 12:00")


@contextmanager
def open_shop(dsn: str, owner_dsn: str) -> Iterator[Shop]:
    with psycopg.connect(dsn, autocommit=True) as conn:
        apply_version(conn, PROGRAMME, by="owner", at=NOW)
        shop = Shop(dsn, owner_dsn, conn, received_us=microseconds(NOW))
        shop.post_many([shop.joins(ref, days_ago(400)) for ref in ("alice", "bea", "carl", "dana")])
        shop.post_many(
            [
                shop.order("alice", "a1", days_ago(20), "123.45"),
                shop.order("alice", "a2", days_ago(3), "10.00"),
                shop.order("bea", "b1", days_ago(40), "1500.00"),
                shop.order("bea", "b2", days_ago(2), "100.00"),
                shop.order("carl", "c1", days_ago(355), "77.00"),
                shop.order("dana", "d1", days_ago(5), "31.00"),
            ]
        )
        shop.post(shop.redeems("bea", "r1", days_ago(1), 500))
        shop.post(shop.returns("alice", "a2", days_ago(1)))
        yield shop


def tell_who_they_are(shop: Shop) -> None:
    """Needs Django on the shop's database."""
    alice = member_id_of(shop.conn, "alice")
    save_profile(alice, {"name": "Alice Tanager", "phone": "+8613800138000", "email": "alice@example.com"}, at=NOW)
    add_identities(alice, [("card", "8800123456")], at=NOW)


def signed_in(role: str, create: Callable[..., Any] = create_staff) -> Client:
    client = Client()
    if role:
        create(f"the-{role}", role, PASSWORD)
        from django.contrib.auth import get_user_model

        client.force_login(
            get_user_model().objects.get(username=f"the-{role}"), backend="django.contrib.auth.backends.ModelBackend"
        )
    return client
