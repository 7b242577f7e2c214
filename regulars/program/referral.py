"""``referral:`` — members bring friends, and both are rewarded once the friend has bought and kept something."""

from typing import cast

from regulars.kit.phrases import phrases
from regulars.program.budgets import points_of, read_budgets
from regulars.program.challenges import read_reward
from regulars.program.condition_words import condition_words
from regulars.program.conditions import condition
from regulars.program.document_challenges import Qualifies, Referral, Reward
from regulars.program.document_rules import Budget, Limit
from regulars.program.earning import limits_of
from regulars.program.fields import Fields
from regulars.program.findings import Notes
from regulars.program.names import Names, within_digits
from regulars.program.values import choice, duration, number
from regulars.program.wording import Words
from regulars.program.yaml_lines import Node

phrases(
    {
        "programme.referral_unrewarded": (
            "“referral” rewards nobody: give the advocate, the friend or both a reward, or write rules on “referral.qualified”",
            "referral 没有奖励任何人：请为推荐人或好友设置奖励，或编写 referral.qualified 规则",
            "referral 沒有獎勵任何人：請為推薦人或好友設定獎勵，或編寫 referral.qualified 規則",
        ),
        "programme.referral_at_once": (
            "referrals are rewarded at once: without “after” or a return window nobody waits whether the purchase is kept",
            "推荐奖励会立即发放：没有 after 或退货期，就不会等待订单是否保留",
            "推薦獎勵會立即發放：沒有 after 或退貨期，就不會等待訂單是否保留",
        ),
        "programme.read.referral": (
            "Bring a friend: {rewards} once the friend's first purchase{at_least} has been kept{after}{more}.",
            "推荐好友：好友首次消费{at_least}且{after}未退货后，{rewards}{more}。",
            "推薦好友：好友首次消費{at_least}且{after}未退貨後，{rewards}{more}。",
        ),
        "programme.read.referral.advocate": ("{reward} for the member", "推荐人得 {reward}", "推薦人得 {reward}"),
        "programme.read.referral.friend": ("{reward} for the friend", "好友得 {reward}", "好友得 {reward}"),
        "programme.read.referral.at_least": (" of at least {amount}", "满 {amount}", "滿 {amount}"),
        "programme.read.referral.after": (" for {period}", "{period}内", "{period}內"),
        "programme.read.referral.within": ("the purchase has to come within {period} of joining", "须在入会后 {period}内消费", "須在入會後 {period}內消費"),
        "programme.read.referral.once": ("each friend counts once", "每位好友仅计一次", "每位好友僅計一次"),
        "programme.read.referral.take_back": ("a later return takes the rewards back", "之后退货将收回奖励", "之後退貨將收回獎勵"),
    }
)


def read_referral(node: Node, notes: Notes, names: Names) -> Referral | None:
    fields = Fields(node, notes)
    if not fields.is_mapping:
        return None
    reward = lambda node, notes: read_reward(node, notes, names)  # noqa: E731
    advocate = fields.take("advocate", reward, Reward(wallet=names.first_wallet))
    friend = fields.take("friend", reward, Reward(wallet=names.first_wallet))
    counted = (advocate if advocate.points else friend).wallet
    referral = Referral(
        advocate=advocate,
        friend=friend,
        qualifies=fields.take("qualifies", lambda node, notes: _qualifies(node, notes, names), Qualifies()),
        after=fields.take("after", duration),
        limits=fields.take("limit", limits_of(points_of(names.scales.get(advocate.wallet, 0))), cast(tuple[Limit, ...], ())),
        returns=fields.take("returns", choice("take_back", "keep"), "take_back"),  # type: ignore[arg-type]
        budgets=fields.take("budget", read_budgets(points_of(names.scales.get(counted, 0))), cast(tuple[Budget, ...], ())),
    )
    given = [reward.wallet for reward in (referral.advocate, referral.friend) if reward.points]
    names.referral = tuple(dict.fromkeys(given))
    if referral.budgets and len(names.referral) != 1:
        notes.error("budget_of_two_wallets" if given else "budget_of_no_points", fields.line("budget"), where="referral")
    if referral.budgets and "referral" in names.rules:
        notes.error("rule_named_referral", names.lines.get("earn.referral", fields.line("budget")))
    fields.close()
    return referral


def _qualifies(node: Node, notes: Notes, names: Names) -> Qualifies:
    fields = Fields(node, notes)
    least = fields.take("order_at_least", number())
    if least is not None and "order_at_least" in fields:
        within_digits(least, names.minor_digits, node, notes)
    qualifies = Qualifies(least, fields.take("when", condition(names)), fields.take("within", duration))
    fields.close()
    return qualifies


def referral_sentences(words: Words) -> list[str]:
    referral = words.program.referral
    if referral is None:
        return []
    rewards = [
        words.say(f"referral.{who}", reward=words.reward(reward))
        for who, reward in (("advocate", referral.advocate), ("friend", referral.friend))
        if reward.points or reward.badge
    ]
    after, asked = referral.after or words.program.returns.window, referral.qualifies
    clauses = [words.say("when", condition=condition_words(asked.when, words))] if asked.when else []
    if asked.within:
        clauses.append(words.say("referral.within", period=words.duration(asked.within)))
    clauses.append(words.say("referral.once"))
    for limit in referral.limits:
        per = words.say(f"per.{limit.per}")
        if limit.kind == "points":
            clauses.append(words.say("clause.limit_points", points=words.points(limit.count, referral.advocate.wallet), per=per))
        else:
            clauses.append(words.say("clause.limit", count=words.number(limit.count), per=per))
    if referral.returns == "take_back":
        clauses.append(words.say("referral.take_back"))
    return [
        words.say(
            "referral",
            rewards=words.series(rewards),
            at_least=words.say("referral.at_least", amount=words.money(asked.order_at_least)) if asked.order_at_least else "",
            after=words.say("referral.after", period=words.duration(after)) if after else "",
            more="".join(words.say("more", clause=clause) for clause in clauses),
        )
    ]
