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
        "programme.activation_rest_last": (
            "“{where}”: an entry without “when” takes everything, so it has to be the last one",
            "“{where}”：没有 when 的一项适用于全部，必须放在最后",
            "「{where}」：沒有 when 的一項適用於全部，必須放在最後",
        ),
        "programme.activation_asks_lines": (
            "“{where}”: an activation may ask about the lines of an order only (line.category, line.brand …); give a rule its own “activate” for anything else",
            "“{where}”：生效条件只能针对订单商品行（line.category、line.brand 等）；其他情况请在规则上设置 activate",
            "「{where}」：生效條件只能針對訂單商品行（line.category、line.brand 等）；其他情況請在規則上設定 activate",
        ),
        "programme.at_most_without_event": (
            "“{where}”: “at_most” says how long to wait for an event, so it needs “on”",
            "“{where}”：at_most 表示最长等待事件的时间，需要与 on 一起使用",
            "「{where}」：at_most 表示最長等待事件的時間，需要與 on 一起使用",
        ),
        "programme.activity_from_activation": (
            "“{where}”: activity counts from the day points are earned, so “from” can't stand beside it",
            "“{where}”：activity 从获得积分之日起计算，不能与 from 同时使用",
            "「{where}」：activity 從獲得積分之日起計算，不能與 from 同時使用",
        ),
        "programme.activate_and_pending": (
            "rule “{rule}” says both “activate” and “pending_until”: what waits to be confirmed goes by its wallet's activation afterwards",
            "规则“{rule}”同时设置了 activate 与 pending_until：待确认的积分确认后按积分账户的生效方式处理",
            "規則「{rule}」同時設定了 activate 與 pending_until：待確認的積分確認後按積分帳戶的生效方式處理",
        ),
        "programme.activity_never_helps": (
            "activity never lengthens the life of points in “{wallet}”: “at_most: {at_most}” is not longer than {period}",
            "活动不会延长“{wallet}”的有效期：at_most（{at_most}）并不比 {period} 长",
            "活動不會延長「{wallet}」的有效期：at_most（{at_most}）並不比 {period} 長",
        ),
        "programme.read.activate.from": (
            "Its points are usable from {day} on.",
            "自 {day} 起可用。",
            "自 {day} 起可用。",
        ),
        "programme.read.activate.on_after": (
            "Its points are pending until {event}, and {period} longer.",
            "获得后先为待生效积分，{event}后再过{period}生效。",
            "獲得後先為待生效積分，{event}後再過{period}生效。",
        ),
        "programme.read.activate.at_most": (
            "They wait {period} at most.",
            "最长等待 {period}。",
            "最長等待 {period}。",
        ),
        "programme.read.activate.line": (
            "Where {condition}: {how}",
            "{condition}时：{how}",
            "{condition}時：{how}",
        ),
        "programme.read.activate.rest": ("Otherwise: {how}", "其余：{how}", "其餘：{how}"),
        "programme.read.gap": (" ", "", ""),
        "programme.read.rule_activate.immediately": ("usable as soon as they are earned", "即时生效", "即時生效"),
        "programme.read.rule_activate.after": ("usable {period} after they are earned", "{period}后生效", "{period}後生效"),
        "programme.read.rule_activate.from": ("usable from {day} on", "自 {day} 起可用", "自 {day} 起可用"),
        "programme.read.rule_activate.on": ("pending until {event}", "{event}后生效", "{event}後生效"),
        "programme.read.rule_activate.on_after": ("pending until {event} and {period} longer", "{event}后再过{period}生效", "{event}後再過{period}生效"),
        "programme.read.rule_activate.at_most": ("{how}, {longest} at most", "{how}（最长等待 {longest}）", "{how}（最長等待 {longest}）"),
        "programme.read.expire.activity": (
            "An activity ({events}) keeps them for {keeps} at least, up to {at_most} after they were earned.",
            "每次活动（{events}）可使积分至少再保留 {keeps}，最迟至获得后 {at_most}。",
            "每次活動（{events}）可使積分至少再保留 {keeps}，最遲至獲得後 {at_most}。",
        ),
        "programme.read.expire.own_midnight": (
            "A last day ends at midnight where the member is, by the time zone of their profile.",
            "到期日以会员资料所填时区的午夜为准。",
            "到期日以會員資料所填時區的午夜為準。",
        ),
        "programme.read.expire.extend": (
            "Points earned as {level} live {period} longer.",
            "{level}获得的积分有效期延长 {period}。",
            "{level}獲得的積分有效期延長 {period}。",
        ),
        "programme.read.expire.reinstate": (
            "Points that have expired come back for {lasts} with {events} within {within}.",
            "积分过期后 {within}内{events}，可恢复 {lasts}。",
            "積分過期後 {within}內{events}，可恢復 {lasts}。",
        ),
        "programme.read.expire.reinstate_level": (
            "Points of a {level} that have expired come back for {lasts} with {events} within {within}.",
            "{level}的积分过期后 {within}内{events}，可恢复 {lasts}。",
            "{level}的積分過期後 {within}內{events}，可恢復 {lasts}。",
        ),
        "programme.read.event.order.delivered": ("the delivery of the order", "订单送达", "訂單送達"),
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
