"""What can be wrong with a row of a file of opening balances, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        "balances.member": (
            "“{member}” can't be a member reference: 1 to 128 printable characters",
            "“{member}”不能作为会员编号：1 至 128 个可打印字符",
            "「{member}」不能作為會員編號：1 至 128 個可列印字元",
        ),
        "balances.unknown_wallet": ("the programme has no wallet “{wallet}”", "会员计划中没有积分账户“{wallet}”", "會員計劃中沒有積分帳戶「{wallet}」"),
        "balances.unknown_tier": ("the programme has no level “{tier}”", "会员计划中没有等级“{tier}”", "會員計劃中沒有等級「{tier}」"),
        "balances.two_tiers": (
            "the member stands on “{other}” in a row before, here on “{tier}”",
            "该会员此前的行中等级为“{other}”，此行为“{tier}”",
            "該會員此前的行中等級為「{other}」，此行為「{tier}」",
        ),
        "balances.points": (
            "“{points}” is not a number of points above 0 with the wallet's decimals",
            "“{points}”不是大于 0 且小数位符合积分账户的积分数",
            "「{points}」不是大於 0 且小數位符合積分帳戶的積分數",
        ),
        "balances.earned_ahead": (
            "earned_on {day} lies after the day the balances are opened on ({as_of})",
            "earned_on {day} 晚于期初日期（{as_of}）",
            "earned_on {day} 晚於期初日期（{as_of}）",
        ),
    }
)
