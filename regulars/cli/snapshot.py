"""``regulars snapshot``: the journal as Parquet, brought up to date, and everything insight says worked out anew from it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.given import Json
from regulars.cli.home import connect, open_home, snapshot_folder
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell, tell_code
from regulars.kit.phrases import phrases

app = typer.Typer(rich_markup_mode=None)

phrases(
    {
        "snapshot.taken": (
            "Snapshot {number}: {events} new events in {seconds} s; {rows} rows in {files} files under {folder}",
            "快照 {number}：{seconds} 秒内新增 {events} 个事件；{folder} 中共 {files} 个文件、{rows} 行",
            "快照 {number}：{seconds} 秒內新增 {events} 個事件；{folder} 中共 {files} 個檔案、{rows} 列",
        ),
        "snapshot.sound": (
            "Snapshot {number}: {files} files are as they were written",
            "快照 {number}：{files} 个文件与写入时一致",
            "快照 {number}：{files} 個檔案與寫入時一致",
        ),
        "snapshot.refreshed": (
            "Worked out anew as of {as_of}: {members} members, {figures} figures ({seconds} s)",
            "已按 {as_of} 重新计算：{members} 位会员，{figures} 项指标（{seconds} 秒）",
            "已按 {as_of} 重新計算：{members} 位會員，{figures} 項指標（{seconds} 秒）",
        ),
    }
)


@app.command()
def snapshot(
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Default: `snapshot` in the data folder.")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Begin anew instead of adding what is new.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Take none; hash the files of the last one again.")] = False,
    refresh: Annotated[bool, typer.Option("--refresh", help="Then work out every figure, class and recommendation anew.")] = False,
    json: Json = False,
) -> None:
    """The journal as Parquet without anything personal: what was written since the last snapshot is added."""
    folder = (out or snapshot_folder()).absolute()
    if check:
        _check(folder, json)
        return
    from regulars.insight.snapshot.taking import take

    with open_home() as home, connect(home.dsn) as conn:
        taken = take(conn, folder, at=datetime.now(UTC), whole=whole)
        manifest = taken.manifest
        rows = {name: manifest.rows(name) for name in sorted(manifest.tables)}
        files = sum(len(parts) for parts in manifest.tables.values())
        document: dict[str, Any] = {
            "number": manifest.number, "folder": str(folder), "events": taken.events, "kept": taken.kept, "seconds": round(taken.seconds, 3),
            "horizon": manifest.horizon, "refused_profiling": len(manifest.refused), "rows": rows, "files": files,
        }  # fmt: skip
        facts = {"number": manifest.number, "events": f"{taken.events:,}", "rows": f"{sum(rows.values()):,}", "files": files, "folder": folder}
        tell_code("snapshot.taken", **facts, seconds=f"{taken.seconds:.1f}")
        if refresh:
            document["refresh"] = _refresh(conn, folder)
    if json:
        print_json(document)


def _check(folder: Path, json: bool) -> None:
    from regulars.insight.snapshot import sentences  # noqa: F401
    from regulars.insight.snapshot.manifest import check_parts
    from regulars.insight.snapshot.taking import reading

    with reading(folder) as manifest:
        files = check_parts(folder, manifest)
    if json:
        print_json({"number": manifest.number, "folder": str(folder), "files": files, "sound": True})
    else:
        tell_code("snapshot.sound", number=manifest.number, files=files)


def _refresh(conn: Any, folder: Path) -> dict[str, Any]:
    from regulars.insight.refreshing import refresh

    done = refresh(conn, folder, at=datetime.now(UTC))
    for sentence in done.cannot_say.get(spoken(), ()):
        tell(sentence)
    tell_code("snapshot.refreshed", as_of=done.as_of, members=f"{done.members:,}", figures=done.figures, seconds=f"{done.seconds:.1f}")
    return {"refresh": done.number, "as_of": done.as_of.isoformat(), "members": done.members, "figures": done.figures, "seconds": round(done.seconds, 3)}
