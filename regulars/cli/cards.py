"""``regulars cards``: members' cards at a terminal."""

import contextlib
import csv
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.home import Home, open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell_code
from regulars.cli.reading import reading_here
from regulars.kit.periods import microseconds
from regulars.kit.phrases import phrases, say

app = typer.Typer(help="Members' cards.", no_args_is_help=True, rich_markup_mode=None)

_Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
_Ref = Annotated[str, typer.Argument(metavar="MEMBER", help="The shop's own reference.")]
_Card = Annotated[str, typer.Argument(metavar="CARD", help="The number, however it is written.")]
_Reason = Annotated[str, typer.Option(help="lost, stolen, damaged, misused or withdrawn.")]
BY = "cli"

phrases(
    {
        "cards.issued": ("{written} is {member}'s card", "{member} 的卡号为 {written}", "{member} 的卡號為 {written}"),
        "cards.batch_done": ("{count} members got a card", "已为 {count} 位会员发卡", "已為 {count} 位會員發卡"),
        "cards.written_to": ("{count} cards are in {file}: it holds personal data", "{count} 张卡已写入 {file}：其中含个人信息", "{count} 張卡已寫入 {file}：其中含個人資料"),
        "cards.is_good": ("{member} has this card", "此卡属于 {member}", "此卡屬於 {member}"),
        "cards.is_blocked": ("the card is blocked now", "此卡现已停用", "此卡現已停用"),
        "cards.pass_signed": ("the pass is in {file}, signed", "卡券已写入 {file}，已签名", "卡券已寫入 {file}，已簽名"),
        "cards.pass_unsigned": (
            "the pass is in {file}, without a signature: no certificate is named in REGULARS_APPLE_PASS_CERTIFICATE, and a phone takes signed passes only",
            "卡券已写入 {file}，未签名：REGULARS_APPLE_PASS_CERTIFICATE 未指定证书，手机只接受已签名的卡券",
            "卡券已寫入 {file}，未簽名：REGULARS_APPLE_PASS_CERTIFICATE 未指定憑證，手機只接受已簽名的卡券",
        ),
    }
)


@app.command()
def issue(ref: _Ref, replaces: Annotated[str, typer.Option(metavar="CARD", help="The lost card the new one is for: it is blocked.")] = "", reason: _Reason = "lost", json: _Json = False) -> None:
    """Give a member a card, or a new one for a lost one; points and level stay."""
    with open_home() as home:
        home.django()
        from regulars.members.cards import issuing
        from regulars.members.cards.errors import reason_of

        versions, member_id = _member(home, ref)
        cards = _cards(versions)
        with reading_here("cards issue"):
            if replaces:
                card, _ = issuing.replace(member_id, replaces, cards.code, reason=reason_of(reason), asked=None, by=BY, at=datetime.now(UTC))
            else:
                card, _ = issuing.issue(member_id, cards.code, at_most=cards.at_most, asked=None, by=BY, at=datetime.now(UTC))
        _told("cards.issued", ref, card, cards, json)


@app.command()
def batch(out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the new cards as CSV: member, card, written, issued_at.")] = None, json: _Json = False) -> None:
    """Give a card to every member who never had one. Run it again and nothing happens twice."""
    if json and str(out) == "-":
        raise typer.BadParameter("--json and --out - both write to stdout: name a file")
    with open_home() as home:
        home.django()
        from regulars.members.cards.issuing import issue_missing
        from regulars.members.cards.queries import every_card, without_card

        cards, at = _cards(_versions(home)), datetime.now(UTC)
        by = f"batch {at.isoformat(timespec='seconds')}"
        count = sum(issue_missing(some, cards.code, by=by, at=at) for some in without_card())
        with reading_here("cards batch"):
            written = _write(out, every_card(only_by=by), cards) if out is not None else 0
    if json:
        print_json({"ok": True, "issued": count, "written": written})
    else:
        tell_code("cards.batch_done", count=count)
        if out is not None:
            tell_code("cards.written_to", count=written, file=out)


@app.command()
def export(out: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file; - for stdout.")]) -> None:
    """Every good card as CSV, for whoever prints them."""
    with open_home() as home:
        home.django()
        from regulars.members.cards.queries import every_card

        with reading_here("cards export"):
            count = _write(out, every_card(), _cards(_versions(home)))
    if str(out) != "-":
        tell_code("cards.written_to", count=count, file=out)


@app.command()
def find(card: _Card, json: _Json = False) -> None:
    """Whose card this is; a blocked one says so, and a mistyped one too."""
    with open_home() as home:
        home.django()
        from regulars.journal.queries import ref_of
        from regulars.members.cards.queries import card_of

        cards = _versions(home).latest.program.cards
        with reading_here("cards find"):
            found = card_of(card, cards.code if cards is not None else None)
        ref = _asked(home, lambda conn: ref_of(conn, found.member_id))
        _told("cards.is_good", ref, found, cards, json)


@app.command()
def block(ref: _Ref, card: _Card, reason: _Reason = "lost", json: _Json = False) -> None:
    """A card answers no more."""
    with open_home() as home:
        home.django()
        from regulars.members.cards import issuing
        from regulars.members.cards.errors import reason_of

        versions, member_id = _member(home, ref)
        with reading_here("cards block"):
            found = issuing.block(member_id, card, reason=reason_of(reason), by=BY, at=datetime.now(UTC))
        _told("cards.is_blocked", ref, found, versions.latest.program.cards, json)


@app.command(name="list")
def list_cards(ref: _Ref, json: _Json = False) -> None:
    """A member's cards, blocked ones too."""
    with open_home() as home:
        home.django()
        from regulars.members.cards.queries import cards_of

        versions, member_id = _member(home, ref)
        with reading_here("cards list"):
            rows = [_row(ref, card, versions.latest.program.cards) for card in cards_of(member_id)]
    if json:
        print_json({"member": ref, "cards": rows})
    else:
        for row in rows:
            why = f" ({say('card.reason.' + row['reason'], {}, spoken())})" if row["reason"] else ""
            print(f"{row['written']}  {row['issued_at'][:10]}  {row['status']}{why}")


@app.command(name="pass")
def wallet_pass(
    ref: _Ref,
    apple: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the pass for Apple Wallet (.pkpass).")] = None,
    google: Annotated[bool, typer.Option("--google", help="Print what Google Wallet is told, as JSON.")] = False,
) -> None:
    """The member's card for a phone's wallet; unsigned where there is no certificate."""
    with open_home() as home:
        home.django()
        from django.conf import settings

        from regulars.members.cards.apple import pkpass, signer_from
        from regulars.members.cards.face import face_of
        from regulars.members.cards.google import account_from, loyalty, save_link

        versions, member_id = _member(home, ref)
        at = datetime.now(UTC)
        with reading_here("cards pass"):
            face = _asked(home, lambda conn: face_of(conn, versions, member_id, microseconds(at)))
        if apple is not None:
            signer = signer_from(settings.APPLE_PASS_CERTIFICATE, settings.APPLE_WWDR_CERTIFICATE)
            apple.write_bytes(pkpass(face, signer))
            tell_code("cards.pass_unsigned" if signer is None else "cards.pass_signed", file=apple)
        if google or apple is None:
            payload, account = loyalty(face, public_url=settings.PUBLIC_URL), account_from(settings.GOOGLE_WALLET_KEY)
            print_json({**payload, "signed": account is not None, "link": save_link(payload, account, at_s=int(at.timestamp())) if account else None})


def _versions(home: Home) -> Any:
    from regulars.journal.programs import load_versions

    return _asked(home, load_versions)


def _member(home: Home, ref: str) -> tuple[Any, int]:
    from regulars.journal.queries import member_of

    return _versions(home), _asked(home, lambda conn: member_of(conn, ref)[0])


def _asked(home: Home, query: Any) -> Any:
    import psycopg

    with psycopg.connect(home.dsn, autocommit=True) as conn:
        return query(conn)


def _cards(versions: Any) -> Any:
    from regulars.members.cards.errors import NotOffered

    cards = versions.latest.program.cards
    if cards is None:
        raise NotOffered()
    return cards


def _row(ref: str, card: Any, cards: Any) -> dict[str, Any]:
    from regulars.members.cards.numbers import written

    shown = written(cards.code, card.number) if cards is not None else card.number
    return {"member": ref, "card": card.number, "written": shown, "status": "blocked" if card.is_blocked else "good", "issued_at": card.issued_at.isoformat(), "reason": card.reason}


def _told(code: str, ref: str, card: Any, cards: Any, json: bool) -> None:
    row = _row(ref, card, cards)
    if json:
        print_json({"ok": True, **row})
    else:
        tell_code(code, member=ref, written=row["written"])


def _write(out: Path, rows: Any, cards: Any) -> int:
    from regulars.journal.tier_preview import safe_cell

    count = 0
    with contextlib.nullcontext(sys.stdout) if str(out) == "-" else out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("member", "card", "written", "issued_at"))
        for ref, card in rows:
            row = _row(ref, card, cards)
            writer.writerow((safe_cell(ref), f"{row['card']}", row["written"], row["issued_at"]))
            count += 1
    return count
