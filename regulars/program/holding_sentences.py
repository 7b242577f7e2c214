"""Redeeming, holding, activating and lapsing as ``describe`` tells them, and what a document can get wrong about them."""

from regulars.kit.phrases import phrases

phrases(
    {
        "programme.redeem_reversed": (
            "“{where}”: at least {least} and at most {most} points leaves nothing between",
            "“{where}”：最少 {least}、最多 {most} 积分，没有可用的数量",
            "「{where}」：最少 {least}、最多 {most} 積分，沒有可用的數量",
        ),
        "programme.redeem_between_steps": (
            "“{where}”: no step of {step} points lies between the least and the most ({most})",
            "“{where}”：在最少与最多（{most}）之间没有 {step} 积分的整数倍",
            "「{where}」：在最少與最多（{most}）之間沒有 {step} 積分的整數倍",
        ),
        "programme.share_without_value": (
            "wallet “{wallet}” limits points to a share of the order, but does not say what a point is worth (point_value)",
            "积分账户“{wallet}”限制了可抵扣的订单比例，但未说明每 1 积分的价值（point_value）",
            "積分帳戶「{wallet}」限制了可折抵的訂單比例，但未說明每 1 積分的價值（point_value）",
        ),
        "programme.hold_too_long": (
            "“{where}”: a hold lasts {lasts} by default, longer than the most that is allowed ({at_most})",
            "“{where}”：默认冻结 {lasts}，超过上限 {at_most}",
            "「{where}」：預設凍結 {lasts}，超過上限 {at_most}",
        ),
        "programme.not_a_span": (
            "“{where}: {text}” is not a length of time: write 15 minutes, 2 hours or 1 day",
            "“{where}: {text}”不是时长：请写成 15 minutes、2 hours 或 1 day",
            "「{where}: {text}」不是時長：請寫成 15 minutes、2 hours 或 1 day",
        ),
        "programme.spending_words_on_qualifying": (
            "“{key}” has no effect on “{wallet}”: qualifying points can't be spent",
            "“{key}”对“{wallet}”不起作用：成长值不能消费",
            "「{key}」對「{wallet}」不起作用：成長值不能消費",
        ),
        "programme.read.redeem.least": (
            "An order can be paid with {points} at least.",
            "抵扣订单时每次最少使用 {points}。",
            "折抵訂單時每次最少使用 {points}。",
        ),
        "programme.read.redeem.most": (
            "An order can be paid with {points} at most.",
            "抵扣订单时每次最多使用 {points}。",
            "折抵訂單時每次最多使用 {points}。",
        ),
        "programme.read.redeem.step": (
            "What pays an order comes in steps of {points}.",
            "抵扣订单的积分须为 {points} 的整数倍。",
            "折抵訂單的積分須為 {points} 的整數倍。",
        ),
        "programme.read.redeem.share": (
            "Points can pay {percent} of an order at most.",
            "积分最多抵扣订单金额的 {percent}。",
            "積分最多折抵訂單金額的 {percent}。",
        ),
        "programme.read.redeem.grace": (
            "When a redemption is cancelled, points that have expired meanwhile are usable for {period} more.",
            "取消兑换时，其间已过期的积分可再使用 {period}。",
            "取消兌換時，其間已過期的積分可再使用 {period}。",
        ),
        "programme.read.hold": (
            "Points can be reserved for {at_most} at most; {lasts} unless said otherwise.",
            "积分最长可冻结 {at_most}；未说明时为 {lasts}。",
            "積分最長可凍結 {at_most}；未說明時為 {lasts}。",
        ),
        "programme.read.minute": ("{count} minute", "{count} 分钟", "{count} 分鐘"),
        "programme.read.minutes": ("{count} minutes", "{count} 分钟", "{count} 分鐘"),
        "programme.read.hour": ("{count} hour", "{count} 小时", "{count} 小時"),
        "programme.read.hours": ("{count} hours", "{count} 小时", "{count} 小時"),
    }
)
