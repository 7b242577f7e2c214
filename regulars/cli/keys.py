"""``regulars keys``: the shop's own keys, which wrap those of its members."""

import typer

from regulars.cli.given import Json
from regulars.cli.home import open_home
from regulars.cli.language import spoken
from regulars.cli.output import print_json, tell_code
from regulars.cli.progress import progress_bar
from regulars.kit.phrases import phrases, say

app = typer.Typer(help="The shop's own keys, which wrap those of its members.", no_args_is_help=True, rich_markup_mode=None)

phrases(
    {
        "keys.rotated": (
            "{rewrapped} members' keys are wrapped by {current} now; {dropped} left the key file. Back up {file} again, and keep the old copy as long as backups made before today",
            "{rewrapped} 位会员的密钥现由 {current} 封装；{dropped} 已从密钥文件移除。请重新备份 {file}，旧副本须与今天之前的备份一同保留",
            "{rewrapped} 位會員的金鑰現由 {current} 封裝；{dropped} 已從金鑰檔案移除。請重新備份 {file}，舊副本須與今天之前的備份一同保留",
        ),
        "keys.rewrapping": ("members' keys", "会员密钥", "會員金鑰"),
        "keys.went_on": ("a rotation that had been broken off was finished", "已完成此前中断的密钥更换", "已完成先前中斷的金鑰更換"),
        "keys.wraps": ("{id:<6} wraps {count} members' keys{now}", "{id:<6} 封装 {count} 位会员的密钥{now}", "{id:<6} 封裝 {count} 位會員的金鑰{now}"),
        "keys.current": (" (current)", "（当前）", "（目前）"),
    }
)


@app.command()
def show(json: Json = False) -> None:
    """Which wrapping keys there are, and how many members' keys each of them wraps. No key is printed."""
    with open_home() as home:
        home.django()
        from regulars.members.rotating import wrapped_by

        found = wrapped_by(home.keys_dsn, home.key_file)
    if json:
        print_json({"file": str(home.key_file), "keys": [{"id": id, "wraps": count, "current": current} for id, count, current in found]})
        return
    for id, count, current in found:
        print(say("keys.wraps", {"id": id, "count": count, "now": say("keys.current", {}, spoken()) if current else ""}, spoken()))


@app.command()
def rotate(json: Json = False) -> None:
    """Put a new wrapping key in the place of the present one, while the shop runs; broken off, run it again."""
    with open_home() as home:
        home.django()
        from regulars.members.rotating import rotate as put_in_place
        from regulars.members.rotating import wrapped_by

        total = sum(count for _, count, _ in wrapped_by(home.keys_dsn, home.key_file))
        with progress_bar(say("keys.rewrapping", {}, spoken()), total) as bar:
            done = put_in_place(home.keys_dsn, home.key_file, on_progress=bar)
    if json:
        print_json({"current": done.current, "went_on": done.went_on, "rewrapped": done.rewrapped, "dropped": list(done.dropped), "file": str(home.key_file)})
        return
    if done.went_on:
        tell_code("keys.went_on")
    tell_code("keys.rotated", rewrapped=done.rewrapped, current=done.current, dropped=", ".join(done.dropped), file=str(home.key_file))
