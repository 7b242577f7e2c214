"""Earning rules and limits in words."""

from regulars.kit.phrases import phrases
from regulars.program.condition_words import condition_words
from regulars.program.document_rules import Amount, Budget, EarningRule, Fixed, Limit, MemberLimit, Multiply, Rate
from regulars.program.event_words import pending_clauses
from regulars.program.lasting_words import rule_activation
from regulars.program.wording import Words

phrases(
    {
        "programme.read.rule": ("{name}: {amount}{more}.", "{name}：{amount}{more}。", "{name}：{amount}{more}。"),
        "programme.read.more": ("; {clause}", "；{clause}", "；{clause}"),
        "programme.read.rate": ("every {unit} earns {points}", "每 {unit}积 {points}", "每 {unit}積 {points}"),
        "programme.read.rate_whole": (
            "every full {unit} of one order earns {points}",
            "单笔订单每满 {unit}积 {points}",
            "單筆訂單每滿 {unit}積 {points}",
        ),
        "programme.read.unit.net_amount": ("{amount} of net spend", "{amount}实付", "{amount}實付"),
        "programme.read.unit.gross_amount": (
            "{amount} of spend before discounts",
            "{amount}折前金额",
            "{amount}折前金額",
        ),
        "programme.read.unit.quantity": ("{count} of quantity", "{count} 件（或计量单位）", "{count} 件（或計量單位）"),
        "programme.read.unit.night": ("night", "1 晚", "1 晚"),
        "programme.read.unit.nights": ("{count} nights", "{count} 晚", "{count} 晚"),
        "programme.read.unit.stay": ("stay", "1 次入住", "1 次入住"),
        "programme.read.unit.stays": ("{count} stays", "{count} 次入住", "{count} 次入住"),
        "programme.read.unit.measure": ("{count} {measure}", "{count} {measure} ", "{count} {measure} "),
        "programme.read.unit.money": ("{amount} of {measure}", "{amount}{measure}", "{amount}{measure}"),
        "programme.read.multiply": ("points on spending × {by}", "消费积分 × {by}", "消費積分 × {by}"),
        "programme.read.fixed": ("{points} for {event}", "{event}送 {points}", "{event}送 {points}"),
        "programme.read.for_event": ("on {event}", "限{event}", "限{event}"),
        "programme.read.when": ("when {condition}", "条件：{condition}", "條件：{condition}"),
        "programme.read.dates": (
            "from {starts} to {ends}, both included",
            "{starts} 至 {ends}（含首尾两天）",
            "{starts} 至 {ends}（含首尾兩天）",
        ),
        "programme.read.starts": ("from {starts}", "自 {starts} 起", "自 {starts} 起"),
        "programme.read.ends": ("until {ends}, included", "至 {ends} 止（含当天）", "至 {ends} 止（含當天）"),
        "programme.read.streak": (
            "{days} in a row earn {points} more",
            "连续 {days}再送 {points}",
            "連續 {days}再送 {points}",
        ),
        "programme.read.rule_badge": ("it also brings the badge {badge}", "并授予徽章{badge}", "並授予徽章{badge}"),
        "programme.read.best_of": (
            "of the rules in group {group} only the best for the member counts",
            "分组{group}内只取对会员最有利的一条",
            "群組{group}內只取對會員最有利的一條",
        ),
        "programme.read.exclusive": (
            "it switches off the other rules of group {group}",
            "生效时分组{group}内的其他规则不再生效",
            "生效時群組{group}內的其他規則不再生效",
        ),
        "programme.read.limit.times": (
            "{name}: at most {count} times {per}.",
            "{name}：{per}最多 {count} 次。",
            "{name}：{per}最多 {count} 次。",
        ),
        "programme.read.limit.once": ("{name}: once {per}.", "{name}：{per}限 1 次。", "{name}：{per}限 1 次。"),
        "programme.read.limit.points": (
            "{name}: at most {points} {per}.",
            "{name}：{per}最多 {points}。",
            "{name}：{per}最多 {points}。",
        ),
        "programme.read.limit.budget_points": (
            "{name}: at most {points} {per} for all members together.",
            "{name}：全体会员{per}合计最多 {points}。",
            "{name}：全體會員{per}合計最多 {points}。",
        ),
        "programme.read.limit.budget_share": (
            "{name}: at most {share} of sales {per} for all members together.",
            "{name}：全体会员{per}合计最多占销售额的 {share}。",
            "{name}：全體會員{per}合計最多佔銷售額的 {share}。",
        ),
        "programme.read.per_all.lifetime": ("in all", "", ""),
        "programme.read.budget": (
            "The whole programme may cost {share} of sales{per}.",
            "整个会员计划{per}的成本预算为销售额的 {share}。",
            "整個會員計畫{per}的成本預算為銷售額的 {share}。",
        ),
        "programme.read.budget_wallet": (
            "Of {wallet}, all members together get points worth at most {share} of sales{per}.",
            "{wallet}：全体会员{per}合计获得的积分价值最多占销售额的 {share}。",
            "{wallet}：全體會員{per}合計獲得的積分價值最多佔銷售額的 {share}。",
        ),
        "programme.read.budget_points": (
            "The whole programme gives at most {points} {per} to all members together.",
            "整个会员计划{per}向全体会员合计最多发放 {points}。",
            "整個會員計畫{per}向全體會員合計最多發放 {points}。",
        ),
        "programme.read.budget_per": (" {per}", "{per}", "{per}"),
        "programme.read.member_limit.points": (
            "{rules}: one member gets at most {points} {per}.",
            "{rules}：每位会员{per}合计最多 {points}。",
            "{rules}：每位會員{per}合計最多 {points}。",
        ),
        "programme.read.member_limit.times": (
            "{rules}: together at most {count} times {per} for one member.",
            "{rules}：每位会员{per}合计最多 {count} 次。",
            "{rules}：每位會員{per}合計最多 {count} 次。",
        ),
        "programme.read.member_limit.referral": ("Bringing friends", "推荐好友", "推薦好友"),
        "programme.read.member_limit.all": ("Everything together", "全部积分合计", "全部積分合計"),
        "programme.read.budget_warning": (
            "A warning comes when {share} of the budget is used.",
            "预算用到 {share} 时提醒。",
            "預算用到 {share} 時提醒。",
        ),
        "programme.read.approval.programme": (
            "A second person has to approve every change of the programme.",
            "修改会员计划需要第二人审批。",
            "修改會員計畫需要第二人審批。",
        ),
        "programme.read.approval.goodwill": (
            "A second person has to approve goodwill above {points}.",
            "超过 {points}的补偿需要第二人审批。",
            "超過 {points}的補償需要第二人審批。",
        ),
        "programme.read.approval.in_all.member": (
            "A second person has to approve what would make the goodwill for one member more than {points} within {period}.",
            "同一会员{period}内由单人给出的补偿合计将超过 {points}时，需要第二人审批。",
            "同一會員{period}內由單人給出的補償合計將超過 {points}時，需要第二人審批。",
        ),
        "programme.read.approval.in_all.giver": (
            "A second person has to approve what would make the goodwill one person gives more than {points} within {period}.",
            "同一员工{period}内单独给出的补偿合计将超过 {points}时，需要第二人审批。",
            "同一員工{period}內單獨給出的補償合計將超過 {points}時，需要第二人審批。",
        ),
        "programme.read.approval.bulk": (
            "A second person has to approve adjustments that move more than {points} together.",
            "一次调整合计超过 {points}需要第二人审批。",
            "一次調整合計超過 {points}需要第二人審批。",
        ),
    }
)


def rule_sentence(rule: EarningRule, words: Words) -> str:
    """``Welcome: 200 points for joining; from 2018-01-01.``"""
    clauses = [words.say("when", condition=condition_words(rule.when, words))] if rule.when else []
    clauses += _dates(rule, words)
    if not isinstance(rule.points, Fixed) and rule.on != "order.paid":
        clauses.append(words.say("for_event", event=words.event(rule.on)))
    if rule.streak:
        days = words.say("day" if rule.streak.days == 1 else "days", count=rule.streak.days)
        clauses.append(words.say("streak", days=days, points=words.points(rule.streak.bonus, rule.wallet)))
        if rule.streak.reset != "after_bonus":
            clauses.append(words.say(f"streak.{rule.streak.reset}"))
    if rule.badge:
        clauses.append(words.say("rule_badge", badge=words.quoted(words.badge(rule.badge))))
    clauses += pending_clauses(rule, words)
    if rule.activate is not None:
        clauses.append(rule_activation(rule.activate, words))
    if rule.group and rule.stack != "add":
        clauses.append(words.say(rule.stack, group=words.quoted(rule.group)))
    more = "".join(words.say("more", clause=clause) for clause in clauses)
    return words.say("rule", name=words.rule(rule), amount=amount_words(rule.points, rule, words), more=more)


def amount_words(amount: Amount, rule: EarningRule, words: Words) -> str:
    if isinstance(amount, Fixed):
        return words.say("fixed", points=words.points(amount.points, rule.wallet), event=words.event(rule.on))
    if isinstance(amount, Multiply):
        return words.say("multiply", by=words.number(amount.by))
    return words.say(
        "rate_whole" if amount.whole else "rate",
        unit=_unit(amount, rule.on, words),
        points=words.points(amount.give, rule.wallet),
    )


def _unit(rate: Rate, on: str, words: Words) -> str:
    if rate.of in ("net_amount", "gross_amount"):
        return words.say(f"unit.{rate.of}", amount=words.money(rate.per))
    if rate.of in ("nights", "stays"):
        return words.say(f"unit.{rate.of[:-1] if rate.per == 1 else rate.of}", count=words.number(rate.per))
    declared = words.program.event_type(on)
    field = declared.field(rate.of) if declared is not None else None
    if field is not None and field.kind == "money":
        return words.say("unit.money", amount=words.money(rate.per), measure=rate.of)
    return words.say(
        "unit.quantity" if rate.of == "quantity" else "unit.measure", count=words.number(rate.per), measure=rate.of
    )


def _dates(rule: EarningRule, words: Words) -> list[str]:
    if rule.starts and rule.ends:
        return [words.say("dates", starts=words.day(rule.starts), ends=words.day(rule.ends))]
    if rule.starts:
        return [words.say("starts", starts=words.day(rule.starts))]
    return [words.say("ends", ends=words.day(rule.ends))] if rule.ends else []


def limit_sentences(words: Words) -> list[str]:
    """Every rule's limits, what one member gets from several rules, every rule's budgets, then the programme's."""
    program = words.program
    said = [_limit(limit, rule, words) for rule in program.earn for limit in rule.limits]
    said += [_member_limit(limit, words) for limit in program.limits]
    for name, wallet, budgets in _own_budgets(words):
        for budget in budgets:
            said += [_own_budget(budget, name, wallet, words), *_warning(budget, words)]
    for budget in program.budgets:
        said += [_budget(budget, words), *_warning(budget, words)]
    if program.approval.programme:
        said.append(words.say("approval.programme"))
    if program.approval.goodwill_above is not None:
        said.append(words.say("approval.goodwill", points=words.points(program.approval.goodwill_above)))
    for limit in program.approval.goodwill_in_all:
        said.append(words.say(f"approval.in_all.{limit.of}", points=words.points(limit.points), period=words.duration(limit.within)))
    if program.approval.bulk_above is not None:
        said.append(words.say("approval.bulk", points=words.points(program.approval.bulk_above)))
    return said


def _limit(limit: Limit, rule: EarningRule, words: Words) -> str:
    name, per = words.rule(rule), words.say(f"per.{limit.per}")
    if limit.kind == "points":
        return words.say("limit.points", name=name, points=words.points(limit.count, rule.wallet), per=per)
    return words.say(
        "limit.once" if limit.count == 1 else "limit.times", name=name, count=words.number(limit.count), per=per
    )


def _member_limit(limit: MemberLimit, words: Words) -> str:
    named = [words.rule(rule) for rule in words.program.earn if rule.id in limit.rules]
    named += [words.challenge(id) for id in limit.challenges]
    named += [words.say("member_limit.referral")] if limit.referral else []
    rules = words.series(named) if named else words.say("member_limit.all")
    per = words.say(f"per.{limit.per}")
    if limit.points is not None:
        return words.say("member_limit.points", rules=rules, points=words.points(limit.points, limit.wallet), per=per)
    return words.say("member_limit.times", rules=rules, count=words.number(limit.times or 0), per=per)


def _own_budgets(words: Words) -> list[tuple[str, str, tuple[Budget, ...]]]:
    """(name, wallet, budgets) of every rule, challenge and the referral."""
    program = words.program
    found = [(words.rule(rule), rule.wallet, rule.budgets) for rule in program.earn]
    found += [(words.challenge(one.id), one.reward.wallet, one.budgets) for one in program.challenges]
    if program.referral is not None:
        found.append((words.say("member_limit.referral"), (program.referral.advocate if program.referral.advocate.points else program.referral.friend).wallet, program.referral.budgets))
    return found


def _own_budget(budget: Budget, name: str, wallet: str, words: Words) -> str:
    per = _per(budget, words)
    if budget.points is not None:
        return words.say("limit.budget_points", name=name, points=words.points(budget.points, wallet), per=per)
    return words.say("limit.budget_share", name=name, share=words.percent(budget.share_of_sales or 0), per=per)


def _budget(budget: Budget, words: Words) -> str:
    if budget.points is not None:
        return words.say("budget_points", points=words.points(budget.points, budget.wallet), per=_per(budget, words))
    per = "" if budget.per == "lifetime" else words.say("budget_per", per=words.say(f"per.{budget.per}"))
    wallet = words.quoted(words.wallet(words.program.wallet(budget.wallet)))
    only = len([one for one in words.program.wallets if one.kind == "spendable"]) == 1
    return words.say("budget" if only else "budget_wallet", share=words.percent(budget.share_of_sales or 0), per=per, wallet=wallet)


def _warning(budget: Budget, words: Words) -> list[str]:
    return [] if budget.warn_at is None else [words.say("budget_warning", share=words.percent(budget.warn_at))]


def _per(budget: Budget, words: Words) -> str:
    return words.say("per_all.lifetime" if budget.per == "lifetime" else f"per.{budget.per}")
