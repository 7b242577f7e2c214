"""``regulars member quality | duplicates | apart | conflicts``: how good what we know of people is, and who may be one person."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from regulars.cli.home import Home, open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell, tell_code
from regulars.cli.reading import reading_here
from regulars.kit.errors import NotFound
from regulars.kit.phrases import phrases, say

_Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
_Csv = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write the whole list as CSV; references only, nothing personal.")]

phrases(
    {
        "quality.looked": (
            "{members} members looked at; {score}% of what is asked for is told and sound",
            "已检查 {members} 位会员；应填资料中 {score}% 已填且有效",
            "已檢查 {members} 位會員；應填資料中 {score}% 已填且有效",
        ),
        "quality.field": ("{field}: {score}% sound, {told} told", "{field}：有效 {score}%，已填 {told}", "{field}：有效 {score}%，已填 {told}"),
        "quality.problem": ("{problem}: {count}", "{problem}：{count}", "{problem}：{count}"),
        "quality.suggestions": ("{count} pairs may be one person: `regulars member duplicates`", "有 {count} 对可能是同一人：`regulars member duplicates`", "有 {count} 對可能是同一人：`regulars member duplicates`"),
        "quality.written": ("{count} lines are in {file}", "{count} 行已写入 {file}", "{count} 行已寫入 {file}"),
        "quality.never": ("nobody has looked yet: run `regulars member quality`", "尚未检查：请运行 `regulars member quality`", "尚未檢查：請執行 `regulars member quality`"),
        "quality.apart": ("{one} and {other} are two people; they are not suggested again", "{one} 与 {other} 是两个人，不再提示", "{one} 與 {other} 是兩個人，不再提示"),
        "quality.problem.missing": ("missing", "缺失", "缺漏"),
        "quality.problem.malformed": ("malformed", "格式错误", "格式錯誤"),
        "quality.problem.unlikely": ("unlikely number", "号码存疑", "號碼存疑"),
        "quality.problem.placeholder": ("placeholder", "占位内容", "佔位內容"),
        "quality.problem.impossible": ("impossible", "不可能", "不可能"),
        "quality.problem.duplicate": ("also somebody else's", "与他人重复", "與他人重複"),
        "quality.problem.unreadable": ("does not open", "无法解密", "無法解密"),
        "quality.alike.card": ("card", "卡号", "卡號"),
        "quality.alike.email": ("e-mail", "邮箱", "電子郵件"),
        "quality.alike.phone": ("phone", "电话", "電話"),
        "quality.alike.name_birthday": ("name and birthday", "姓名与生日", "姓名與生日"),
    }
)


def quality(
    csv_file: _Csv = None,
    field: Annotated[str, typer.Option(help="The list of one field only.")] = "",
    last: Annotated[bool, typer.Option("--last", help="Tell what the last look found, without looking again.")] = False,
    json: _Json = False,
) -> None:
    """Look at everybody's details: a score for each field, and a list to work through. Nothing is changed, nothing personal is written."""
    with open_home() as home:
        home.django()
        from regulars.members.quality.looking import look
        from regulars.members.quality.queries import report, to_fix

        if not last:
            program = _program(home)
            now = datetime.now(UTC)
            look(program.profile.fields if program.profile is not None else (), by="cli", at=now, today=now.date())
        found = report()
        if found is None:
            raise NotFound("quality.never")
        written = _write(csv_file, ("member", "field", "problem", "others"), to_fix(field=field)) if csv_file is not None else 0
    if json:
        fields = [{"field": one.field, "score": one.score, "told": one.told, "problems": one.problems} for one in found.fields]
        print_json({"ok": True, "members": found.members, "score": found.score, "fields": fields, "suggestions": found.suggestions, "written": written})
        return
    tell(say("quality.looked", {"members": found.members, "score": found.score}, spoken()))
    for one in found.fields:
        told = say("quality.field", {"field": one.field, "score": one.score, "told": one.told}, spoken())
        problems = "; ".join(say("quality.problem", {"problem": say(f"quality.problem.{name}", {}, spoken()), "count": count}, spoken()) for name, count in one.problems.items())
        print(f"{told}{'  · ' + problems if problems else ''}")
    if found.suggestions:
        tell(say("quality.suggestions", {"count": found.suggestions}, spoken()))
    if csv_file is not None:
        tell_code("quality.written", count=written, file=csv_file)


def duplicates(csv_file: _Csv = None, json: _Json = False) -> None:
    """Pairs that may be one person, by phone, e-mail, card, or name and birthday: to think about, never merged by themselves."""
    with open_home() as home:
        home.django()
        from regulars.members.quality.queries import suggestions

        found = suggestions()
    if csv_file is not None:
        tell_code("quality.written", count=_write(csv_file, ("one", "other", "alike"), ((one.one, one.other, " ".join(one.alike)) for one in found)), file=csv_file)
    if json:
        print_json({"ok": True, "suggestions": [one._asdict() for one in found]})
    elif csv_file is None:
        for one in found:
            print(f"{one.one}  {one.other}  {', '.join(say(f'quality.alike.{kind}', {}, spoken()) for kind in one.alike)}")


def apart(
    one: Annotated[str, typer.Argument(metavar="ONE", help="The shop's own reference.")],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The other one's.")],
    json: _Json = False,
) -> None:
    """They are two people: don't suggest them again."""
    with open_home() as home:
        home.django()
        from regulars.members.quality.queries import keep_apart

        keep_apart(one, other, by="cli", at=datetime.now(UTC))
    if json:
        print_json({"ok": True, "one": one, "other": other})
    else:
        tell_code("quality.apart", one=one, other=other)


def conflicts(
    stays: Annotated[str, typer.Argument(metavar="STAYS", help="Who goes on, or went on.")],
    goes: Annotated[str, typer.Argument(metavar="GOES", help="Who becomes, or became, part of the other.")],
    values: Annotated[bool, typer.Option("--values", help="Also what each has told: personal data.")] = False,
    json: _Json = False,
) -> None:
    """Two members side by side: which details differ, whose counts and why; before a merge and after it."""
    with open_home() as home:
        home.django()
        from regulars.members.conflict_report import conflict_report
        from regulars.members.queries import members_by_ref
        from regulars.members.reading import unseen

        known = members_by_ref([stays, goes])
        for ref in (stays, goes):
            if ref not in known:
                from regulars.journal.errors import UnknownMember

                raise UnknownMember(ref=ref)
        with reading_here("member conflicts") if values else unseen("differences"):
            found = conflict_report(known[stays], known[goes])
    if json:
        lines = [{"field": line.field, "whose": line.whose, "why": line.why, "differs": line.differs, **({"stays": line.stays, "goes": line.goes} if values else {})} for line in found.lines]
        print_json({"ok": True, "merged": found.merged, "lines": lines, "identities": found.identities})
        return
    for line in found.lines:
        shown = f"  {line.stays or '—'} | {line.goes or '—'}" if values else ""
        print(f"{'!' if line.differs else ' '} {line.field}: {say(line.why, {}, spoken())}{shown}")
    if found.identities:
        code = "conflict.identity_came" if found.merged else "conflict.identity_moves"
        print(f"  {say(code, {'count': sum(found.identities.values()), 'kinds': ', '.join(found.identities)}, spoken())}")


def _program(home: Home) -> Any:
    import psycopg

    from regulars.journal.programs import load_versions

    with psycopg.connect(home.dsn, autocommit=True) as conn:
        return load_versions(conn).program


def _write(file: Path, head: tuple[str, ...], rows: Any) -> int:
    from regulars.journal.tier_preview import safe_cell

    count = 0
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(head)
        for row in rows:
            writer.writerow([safe_cell(str(cell)) for cell in row])
            count += 1
    return count
