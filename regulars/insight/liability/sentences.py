"""Why what the points will cost can't be said, in words."""

from regulars.kit.phrases import phrases

phrases(
    {
        "insight.liability.too_young": ("points of at least {least} periods are needed to see how they are redeemed", "至少需要 {least} 期积分才能看出兑换规律", "至少需要 {least} 期積分才能看出兌換規律"),
        "insight.liability.shape": ("these figures are not a triangle: every cohort must be known from its first age, and the oldest to the last", "这些数字不构成三角形：每期积分须从最初账龄起已知，最早一期须已知至最末账龄", "這些數字不構成三角形：每期積分須從最初帳齡起已知，最早一期須已知至最末帳齡"),
        "insight.liability.negative": ("redeemed points are below nothing, or not a number", "已兑换积分为负数或不是数字", "已兌換積分為負數或不是數字"),
        "insight.liability.issued": ("the points earned are not known for every cohort, or fewer than were redeemed", "有积分批期的发放数未知，或少于已兑换数", "有積分批期的發放數未知，或少於已兌換數"),
        "insight.liability.nothing_redeemed": ("no points have been redeemed yet: how many still will be can't be foreseen from that", "尚无积分被兑换：无法据此预测今后的兑换", "尚無積分被兌換：無法據此預測今後的兌換"),
        "insight.liability.tail": ("what comes after the last age is a multiple of at least 1, not {tail}", "最末账龄之后的倍数至少为 1，而不是 {tail}", "最末帳齡之後的倍數至少為 1，而不是 {tail}"),
        "insight.liability.rate": ("the share redeemed in the end lies between 0 and 1, not at {rate}", "最终兑换率须在 0 与 1 之间，而不是 {rate}", "最終兌換率須在 0 與 1 之間，而不是 {rate}"),
        "insight.liability.lots": ("{points} more points left a lot than had come in: the transfers are not complete", "某批次转出比转入多 {points} 积分：变动记录不完整", "某批次轉出比轉入多 {points} 積分：變動紀錄不完整"),
        "insight.liability.does_not_tie": ("the transfers leave {closing} points, the members hold {balances}: {difference} apart", "按变动应余 {closing} 积分，会员持有 {balances}：相差 {difference}", "按變動應餘 {closing} 積分，會員持有 {balances}：相差 {difference}"),
        "insight.liability.allocation": ("there is no price to split by, or a price, a number of points or a share is below 0", "没有可供分摊的价格，或价格、积分数、比例为负数", "沒有可供分攤的價格，或價格、積分數、比例為負數"),
        "insight.liability.expectation": ("{redeemed} points are redeemed, so {expected} can't be all that is expected", "已兑换 {redeemed} 积分，预期总数不可能只有 {expected}", "已兌換 {redeemed} 積分，預期總數不可能只有 {expected}"),
        "insight.liability.unbalanced": ("entry {entry} does not add up: debit and credit differ", "第 {entry} 笔分录借贷不平", "第 {entry} 筆分錄借貸不平"),
    }
)
