"""``regulars sandbox event``: something happens to a member of a sandbox, at its own time."""

import asyncio
import json as json_
import secrets
from typing import Annotated, Any

import typer

from regulars.cli.given import Json
from regulars.cli.output import print_json
from regulars.cli.sandbox_story import Name, member_story, opened, versions_in
from regulars.cli.sandbox_tables import print_member
from regulars.kit.errors import Invalid
from regulars.kit.periods import microseconds
from regulars.kit.phrases import phrases

phrases(
    {
        "sandbox.what": (
            "say what happens: --amount 100, or --type and --data",
            "请说明事件内容：--amount 100，或 --type 与 --data",
            "請說明事件內容：--amount 100，或 --type 與 --data",
        ),
        "sandbox.data": ("--data is not a JSON object", "--data 不是 JSON 对象", "--data 不是 JSON 物件"),
    }
)


def event(
    name: Name,
    member: Annotated[str, typer.Argument(help="Whose event; an unknown member joins with it.")],
    amount: Annotated[str, typer.Option(help="An order of this amount.")] = "",
    category: Annotated[str, typer.Option(help="What was bought.")] = "",
    type_: Annotated[str, typer.Option("--type", help="Another kind of event.")] = "",
    data: Annotated[str, typer.Option(help="Its data, as the API takes it (JSON).")] = "",
    id_: Annotated[str, typer.Option("--id", help="The event's id (default: made up).")] = "",
    json: Json = False,
) -> None:
    """Something happens to a member, at the sandbox's own time; answers as the API does, with the reasons."""
    from regulars.journal import sandboxes

    if bool(amount) == bool(type_):
        raise Invalid("sandbox.what")
    with opened(name) as (home, conn):
        now = sandboxes.clock_of(conn)
        program = versions_in(conn).at(microseconds(now)).program
        id = id_ or f"sandbox-{secrets.token_hex(4)}"
        body = _order(id, amount, category, program.currency.code) if amount else _object(data)
        envelope = {
            "specversion": "1.0", "id": id, "source": "sandbox", "type": type_ or "order.paid", "subject": member, "time": now.isoformat(), "data": body,
        }  # fmt: skip
        answer = asyncio.run(_post(home.dsn, name, json_.dumps(envelope).encode(), microseconds(now)))
        found = member_story(conn, member, now, last=1)
    if json:
        print_json({"status": answer.status, "code": answer.code, **found})
    else:
        print_member(found, program)


def _order(id: str, amount: str, category: str, currency: str) -> dict[str, Any]:
    line = {"sku": category or "something", "quantity": "1", "amount": amount, **({"category": category} if category else {})}
    return {"order_id": id, "currency": currency, "lines": [line]}


def _object(data: str) -> dict[str, Any]:
    try:
        found = json_.loads(data or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Invalid("sandbox.data")
    return found


async def _post(dsn: str, name: str, envelope: bytes, now_us: int) -> Any:
    """Through the API's own reading and intake, so that what works here works there. Raises Problem."""
    from regulars.api.envelopes import read_envelope
    from regulars.api.sandboxes import SandboxServices

    async with SandboxServices(dsn, name).running() as services:
        waiting = services.read(read_envelope(envelope), now_us)
        posting = waiting.posting
        enrolling = type(posting)(posting.ref, posting.event, posting.body, posting.received_us, enrol=True)
        return await services.post(waiting._replace(posting=enrolling))
