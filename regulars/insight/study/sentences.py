"""What a study can't say and why, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        "insight.below_zero": (
            "Returns outweigh purchases ({revenue} in all), so there is no average order and no share of revenue",
            "退货金额超过购买金额（合计 {revenue}），因此没有客单价，也没有收入占比",
            "退貨金額超過購買金額（合計 {revenue}），因此沒有客單價，也沒有收入占比",
        ),
        "insight.nothing_paid": (
            "Nothing was paid for any order, so there is no share of revenue",
            "所有订单都没有付款金额，因此没有收入占比",
            "所有訂單都沒有付款金額，因此沒有收入占比",
        ),
        "insight.few_members": (
            "The rates stand on {members} members only; a few more or fewer would change them much",
            "这些比率只来自 {members} 位会员；多几位或少几位都会有明显变化",
            "這些比率只來自 {members} 位會員；多幾位或少幾位都會有明顯變化",
        ),
        "insight.too_young_90": (
            "No first purchase is 90 days old yet (the shop has been watched for {days} days), so there is no 90-day repurchase rate",
            "还没有满 90 天的首购（观察期只有 {days} 天），因此没有 90 天复购率",
            "還沒有滿 90 天的首購（觀察期只有 {days} 天），因此沒有 90 天回購率",
        ),
        "insight.wholesaler": (
            "One member stands far above the others: {orders} orders and {share} of revenue (the middle member has {median}). Averages and shares lean on that one; medians don't",
            "有一位会员远超其他人：{orders} 张订单，占收入 {share}（中位会员为 {median} 张）。平均值和占比受其影响，中位数不受影响",
            "有一位會員遠超其他人：{orders} 張訂單，占收入 {share}（中位會員為 {median} 張）。平均值和占比受其影響，中位數不受影響",
        ),
        "insight.not_installed": (
            "The room “{room}” is not part of this installation ({missing} is missing), so its part is left out",
            "本安装不含“{room}”（缺少 {missing}），因此略去该部分",
            "本安裝不含「{room}」（缺少 {missing}），因此略去該部分",
        ),
        "insight.absent": (
            "Without a value in this document, for the reasons above (a class without members has no probability; where all do alike there is no correlation): {keys}",
            "基于以上原因，本文档中以下各项没有数值（没有会员的类别没有概率；所有人行为相同时没有相关系数）：{keys}",
            "基於以上原因，本文件中以下各項沒有數值（沒有會員的類別沒有機率；所有人行為相同時沒有相關係數）：{keys}",
        ),
        "insight.long_since": (
            "The last order is {days} days before {as_of}: if the files merely end earlier, everybody looks longer gone than they are",
            "最后一张订单比截止日 {as_of} 早 {days} 天：如果只是文件较早结束，所有会员都会显得离开更久",
            "最後一張訂單比截止日 {as_of} 早 {days} 天：如果只是檔案較早結束，所有會員都會顯得離開更久",
        ),
        "insight.bad_currency": (
            "“{text}” is no currency: write its three letters, such as CNY",
            "“{text}”不是币种：请写三个字母，例如 CNY",
            "「{text}」不是幣別：請寫三個字母，例如 CNY",
        ),
        "insight.bad_day": (
            "“{text}” is not a day: write {option} 2017-12-31",
            "“{text}”不是日期：请写成 {option} 2017-12-31",
            "「{text}」不是日期：請寫成 {option} 2017-12-31",
        ),
        "insight.calibrate_outside": (
            "--calibrate-until {until} must lie after the first order ({first}) and before the last day ({as_of})",
            "--calibrate-until {until} 必须晚于首张订单（{first}）且早于截止日（{as_of}）",
            "--calibrate-until {until} 必須晚於首張訂單（{first}）且早於截止日（{as_of}）",
        ),
    }
)
