"""``regulars ledger seal | heads``, and the seal's part of ``verify``."""

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.given import Json
from regulars.cli.home import open_home
from regulars.cli.output import print_json, tell_code
from regulars.cli.seal_key import public_key_of, seal_key
from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases

phrases(
    {
        "seal.sealed": (
            "{rows} rows sealed; the chain has {seals} seals and ends in {head}",
            "已封存 {rows} 条记录；哈希链共 {seals} 个封印，链头为 {head}",
            "已封存 {rows} 筆記錄；雜湊鏈共 {seals} 個封印，鏈頭為 {head}",
        ),
        "seal.chain": (
            "seal {seals}, {rows} rows, head {head}; {waiting} events wait for the next",
            "第 {seals} 个封印，{rows} 条记录，链头 {head}；{waiting} 个事件等待封存",
            "第 {seals} 個封印，{rows} 筆記錄，鏈頭 {head}；{waiting} 個事件等待封存",
        ),
        "seal.heads_written": (
            "the heads up to seal {seal} are written to {file}; keep it on another machine",
            "截至第 {seal} 个封印的链头已写入 {file}；请保存到另一台机器",
            "截至第 {seal} 個封印的鏈頭已寫入 {file}；請保存到另一台機器",
        ),
        "seal.heads_agree": (
            "{file}: the chain is the one that was exported",
            "{file}：与导出时为同一条哈希链",
            "{file}：與匯出時為同一條雜湊鏈",
        ),
        "seal.other_key": (
            "{file} is signed with a key that is not this data folder's: {key}",
            "{file} 的签名密钥不属于本数据文件夹：{key}",
            "{file} 的簽名金鑰不屬於本資料夾：{key}",
        ),
        "seal.no_such_seal": ("there is no seal {seal}; the newest is {newest}", "没有第 {seal} 个封印；最新为第 {newest} 个", "沒有第 {seal} 個封印；最新為第 {newest} 個"),
    }
)


def seal(json: Json = False) -> None:
    """Seal what is final now, as the worker does every few seconds."""
    import psycopg

    from regulars.journal.seal.sealing import Sealer
    from regulars.journal.seal.status import seal_status

    with open_home() as home, psycopg.connect(home.dsn, autocommit=True) as conn:
        rows = Sealer(lambda: time.time_ns() // 1_000).seal(conn)
        status = seal_status(conn)
    if json:
        print_json({"rows": rows, **shown(status)})
    else:
        tell_code("seal.sealed", rows=rows, seals=status.seals, head=status.head or "-")


def heads(
    out: Annotated[Path, typer.Option(help="The file to write; keep it on another machine.")],
    json: Json = False,
) -> None:
    """Write the chain's heads, signed, to a file that is kept elsewhere."""
    import psycopg

    from regulars.journal.seal.heads import read_heads, write_heads

    with open_home() as home, psycopg.connect(home.dsn, autocommit=True) as conn:
        text = write_heads(conn, seal_key(home.folder))
    out.write_text(text, encoding="utf-8")
    newest = read_heads(text, str(out)).heads[0]
    if json:
        print_json({"file": str(out), "seal": newest.seal, "sealed_at": newest.sealed_at, "head": newest.head.hex()})
    else:
        tell_code("seal.heads_written", seal=newest.seal, file=str(out))


def check_files(conn: Any, files: list[Path], folder: Path) -> list[dict[str, Any]]:
    """Compare the chain with every file of heads: {file, ok, seal, key_is_ours, what}. Raises Invalid ``seal.heads_*``."""
    from regulars.journal.seal.heads import check_heads, read_heads

    ours, found = public_key_of(folder), []
    for file in files:
        try:
            kept = read_heads(file.read_text(encoding="utf-8"), str(file))
        except UnicodeDecodeError:
            raise Invalid("seal.heads_unreadable", file=str(file)) from None
        breach = check_heads(conn, kept, str(file))
        found.append(
            {
                "file": str(file),
                "ok": breach is None,
                "seal": kept.heads[0].seal,
                "key": kept.key,
                "key_is_ours": kept.key == ours,
                "what": str(breach) if breach is not None else None,
            }
        )
    return found


def tell_files(found: list[dict[str, Any]]) -> None:
    for one in found:
        if not one["key_is_ours"]:
            tell_code("seal.other_key", file=one["file"], key=one["key"])
        if one["ok"]:
            tell_code("seal.heads_agree", file=one["file"])
        else:
            print(f"{'I12':<4} {'exported_heads':<22} 1\n       {one['file']}: {one['what']}")


def shown(status: Any) -> dict[str, Any]:
    sealed_at = status.sealed_at.isoformat() if status.sealed_at else None
    return {"seals": status.seals, "sealed": status.rows, "head": status.head or None, "sealed_at": sealed_at, "waiting": status.waiting}
