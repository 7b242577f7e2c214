"""What may be wrong, or unwise, about challenges and badges, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        "programme.unknown_badge": ("there is no badge “{text}” ({where})", "没有徽章“{text}”（{where}）", "沒有徽章「{text}」（{where}）"),
        "programme.since_without_within": (
            "“{where}.since” says what “within” is counted from, but there is no “within”",
            "“{where}.since”说明“within”从何时起算，但没有写“within”",
            "「{where}.since」說明「within」從何時起算，但沒有寫「within」",
        ),
        "programme.reward_of_nothing": (
            "“{where}” gives nothing: write points above 0, a badge, or both",
            "“{where}”没有任何奖励：请写大于 0 的积分、徽章或两者",
            "「{where}」沒有任何獎勵：請寫大於 0 的積分、徽章或兩者",
        ),
        "programme.challenge_dates_reversed": (
            "challenge “{challenge}” ends ({ends}) before it starts ({starts})",
            "挑战“{challenge}”的结束日（{ends}）早于开始日（{starts}）",
            "挑戰「{challenge}」的結束日（{ends}）早於開始日（{starts}）",
        ),
        "programme.target_needs_orders": (
            "the target of challenge “{challenge}” is counted on the lines of orders; “{event}” has none",
            "挑战“{challenge}”的目标按订单商品行计算，“{event}”没有商品行",
            "挑戰「{challenge}」的目標按訂單商品行計算，「{event}」沒有商品行",
        ),
        "programme.again_needs_amounts": (
            "challenge “{challenge}” can't begin again by different days or things: “again” goes with count, quantity or spend",
            "挑战“{challenge}”按不同的日子或种类计算，不能使用 again：again 只配合 count、quantity、spend",
            "挑戰「{challenge}」按不同的日子或種類計算，不能使用 again：again 只配合 count、quantity、spend",
        ),
        "programme.challenge_never_met": (
            "challenge “{challenge}” can't be met: its period has at most {days} days",
            "挑战“{challenge}”无法完成：其期间最多只有 {days} 天",
            "挑戰「{challenge}」無法完成：其期間最多只有 {days} 天",
        ),
        "programme.challenge_never_recurs": (
            "challenge “{challenge}” says “every_period”, but its period comes only once",
            "挑战“{challenge}”写了 every_period，但它的期间只有一个",
            "挑戰「{challenge}」寫了 every_period，但它的期間只有一個",
        ),
        "programme.challenge_on_undoing": (
            "challenge “{challenge}” counts “{event}”: members could turn this into a circle",
            "挑战“{challenge}”计入“{event}”：会员可能借此循环套取奖励",
            "挑戰「{challenge}」計入「{event}」：會員可能藉此循環套取獎勵",
        ),
        "programme.badge_never_earned": (
            "nothing gives the badge “{badge}”",
            "没有任何规则、挑战或推荐授予徽章“{badge}”",
            "沒有任何規則、挑戰或推薦授予徽章「{badge}」",
        ),
    }
)
