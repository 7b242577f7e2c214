"""Pools in words."""

from regulars.kit.phrases import phrases
from regulars.program.pool_terms import Pool
from regulars.program.wording import Words

phrases(
    {
        "programme.read.pool": (
            "{pool}: up to {members} members may put points of {wallets} together; each keeps their own last usable day.",
            "{pool}：最多 {members} 位会员可以把{wallets}放在一起，积分的有效期不变。",
            "{pool}：最多 {members} 位會員可以把{wallets}放在一起，積分的有效期不變。",
        ),
        "programme.read.pool.invite.owner": ("The owner invites; an invitation stands for {period}.", "由创建者邀请，邀请 {period}内有效。", "由建立者邀請，邀請 {period}內有效。"),
        "programme.read.pool.invite.any": ("Any member of it invites; an invitation stands for {period}.", "池内成员均可邀请，邀请 {period}内有效。", "池內成員均可邀請，邀請 {period}內有效。"),
        "programme.read.pool.contribute.all": ("{percent} of what a member earns goes in by itself, more by hand.", "成员获得积分的 {percent} 自动转入，也可手动转入。", "成員獲得積分的 {percent} 自動轉入，也可手動轉入。"),
        "programme.read.pool.contribute.by_hand": ("Members put points in by hand.", "成员手动转入积分。", "成員手動轉入積分。"),
        "programme.read.pool.who.any": ("Any member of it may spend them.", "池内成员均可使用。", "池內成員均可使用。"),
        "programme.read.pool.who.owner": ("Only the owner may spend them.", "仅创建者可以使用。", "僅建立者可以使用。"),
        "programme.read.pool.first.soonest": (
            "The points that expire first go first, whosever they are (or as the wallet says); with one last day, those that came in first.",
            "先使用最早到期的积分（或按积分账户的使用顺序），不论由谁转入；到期日相同的，先转入者先用。",
            "先使用最早到期的積分（或按積分帳戶的使用順序），不論由誰轉入；到期日相同的，先轉入者先用。",
        ),
        "programme.read.pool.first.own": ("Whoever spends uses their own points first.", "使用者先用自己转入的积分。", "使用者先用自己轉入的積分。"),
        "programme.read.pool.per_member": ("One member spends at most {points} {per}.", "每位成员{per}最多使用 {points}。", "每位成員{per}最多使用 {points}。"),
        "programme.read.pool.per.day": ("a day", "每天", "每天"),
        "programme.read.pool.per.week": ("a week", "每周", "每週"),
        "programme.read.pool.per.month": ("a month", "每月", "每月"),
        "programme.read.pool.per.year": ("a year", "每年", "每年"),
        "programme.read.pool.per.lifetime": ("in all", "总共", "總共"),
        "programme.read.pool.takes.own_contributions": ("Whoever leaves takes along what is left of their own points.", "退出时带走自己转入且未使用的积分。", "退出時帶走自己轉入且未使用的積分。"),
        "programme.read.pool.takes.nothing": ("Whoever leaves leaves their points in it; when it is dissolved everybody takes their own.", "退出时积分留在池中；解散时各自取回。", "退出時積分留在池中；解散時各自取回。"),
        "programme.read.pool.after": ("Nobody leaves within {period} of joining.", "加入后 {period}内不能退出。", "加入後 {period}內不能退出。"),
        "programme.read.pool.again_after": ("After leaving a member can't be in another for {period}.", "退出后 {period}内不能加入其他积分池。", "退出後 {period}內不能加入其他積分池。"),
    }
)  # fmt: skip


def pool_sentences(words: Words) -> list[str]:
    return [sentence for pool in words.program.pools for sentence in _pool(pool, words)]


def _pool(pool: Pool, words: Words) -> list[str]:
    wallets = words.listed([words.quoted(words.wallet(words.program.wallet(id))) for id in pool.wallets])
    said = [
        words.say("pool", pool=words.quoted(pool.name.read(words.language) or pool.id), members=words.number(pool.members), wallets=wallets),
        words.say(f"pool.invite.{pool.invite}", period=words.duration(pool.invitation)),
        words.say(f"pool.contribute.{pool.contribute}", percent=words.percent(pool.share)),
        words.say(f"pool.who.{pool.spend.who}"),
        words.say(f"pool.first.{pool.spend.first}"),
    ]
    limit = pool.spend.per_member
    if limit is not None:
        said.append(words.say("pool.per_member", points=words.points(limit.points), per=words.say(f"pool.per.{limit.per}")))
    said.append(words.say(f"pool.takes.{pool.leave.takes}"))
    if pool.leave.after is not None:
        said.append(words.say("pool.after", period=words.duration(pool.leave.after)))
    if pool.leave.again_after is not None:
        said.append(words.say("pool.again_after", period=words.duration(pool.leave.again_after)))
    return said
