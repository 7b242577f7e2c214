"""Reasons and refusals of holding, redeeming and cancelling in English, 简体中文 and 繁體中文."""

from regulars.kit.phrases import phrases

phrases(
    {
        "points.held": ("{points} points are reserved until {until}", "已冻结 {points} 积分，至 {until}", "已凍結 {points} 積分，至 {until}"),
        "points.worth": ("{points} points pay {amount} {currency} of the order", "{points} 积分抵扣订单 {amount} {currency}", "{points} 積分折抵訂單 {amount} {currency}"),
        "hold.released": ("{points} reserved points are free again", "{points} 冻结积分已解冻", "{points} 凍結積分已解凍"),
        "hold.ended": ("The time to use {points} reserved points ran out: they are free again", "{points} 冻结积分已到期，自动解冻", "{points} 凍結積分已到期，自動解凍"),
        "hold.not_open": ("There is no open hold “{hold}”: it was captured, released or has run out, or never was", "没有生效中的冻结“{hold}”：可能已使用、已解冻、已到期或不存在", "沒有生效中的凍結「{hold}」：可能已使用、已解凍、已到期或不存在"),
        "hold.exceeded": ("Hold “{hold}” has {held} points; {points} were asked for", "冻结“{hold}”仅有 {held} 积分，请求 {points}", "凍結「{hold}」僅有 {held} 積分，請求 {points}"),
        "hold.too_long": ("Points may be reserved for {at_most} at most", "积分最长可冻结 {at_most}", "積分最長可凍結 {at_most}"),
        "hold.over": ("The hold would end ({until}) before it begins", "冻结的结束时间（{until}）早于开始时间", "凍結的結束時間（{until}）早於開始時間"),
        "hold.for_and_until": ("Say how long the hold lasts with for or with until, not with both", "冻结时长请填写 for 或 until，二者选一", "凍結時長請填寫 for 或 until，二者擇一"),
        "hold.not_a_span": ("“{given}” is not a length of time: write 15 minutes, 2 hours or 1 day", "“{given}”不是时长：请写成 15 minutes、2 hours 或 1 day", "「{given}」不是時長：請寫成 15 minutes、2 hours 或 1 day"),
        "hold.until": ("“{given}” is not a point in time with an offset, such as 2026-03-04T12:15:00+08:00", "“{given}”不是带时区的时间，例如 2026-03-04T12:15:00+08:00", "「{given}」不是帶時區的時間，例如 2026-03-04T12:15:00+08:00"),
        "redeem.below_min": ("An order can be paid with {least} points at least; this would be {points}", "抵扣订单最少使用 {least} 积分，本次为 {points}", "折抵訂單最少使用 {least} 積分，本次為 {points}"),
        "redeem.above_max": ("An order can be paid with {most} points at most; this would be {points}", "抵扣订单最多使用 {most} 积分，本次为 {points}", "折抵訂單最多使用 {most} 積分，本次為 {points}"),
        "redeem.off_step": ("What pays an order comes in steps of {step} points; {points} is between two steps", "抵扣订单的积分须为 {step} 的整数倍，{points} 不符合", "折抵訂單的積分須為 {step} 的整數倍，{points} 不符合"),
        "redeem.above_share": ("Points can pay {percent}% of this order at most, which is {most} points; this would be {points}", "积分最多抵扣本订单的 {percent}%，即 {most} 积分，本次为 {points}", "積分最多折抵本訂單的 {percent}%，即 {most} 積分，本次為 {points}"),
        "redeem.amount_missing": ("Points may pay a part of an order only: say what it costs (order_amount)", "积分只能抵扣订单的一部分：请提供订单金额（order_amount）", "積分只能折抵訂單的一部分：請提供訂單金額（order_amount）"),
        "redemption.cancelled": ("The redemption “{redemption}” was cancelled: {points} points return to their lots", "兑换“{redemption}”已取消：{points} 积分退回原批次", "兌換「{redemption}」已取消：{points} 積分退回原批次"),
        "redemption.nothing_left": ("Everything of the redemption “{redemption}” had been given back already", "兑换“{redemption}”此前已全部退回", "兌換「{redemption}」此前已全部退回"),
        "redemption.unknown": ("There is no redemption “{redemption}” of this member", "该会员没有兑换记录“{redemption}”", "該會員沒有兌換記錄「{redemption}」"),
        "redemption.exceeds": ("{left} points are left of the redemption “{redemption}”; {points} can not be given back", "兑换“{redemption}”仅剩 {left} 积分可退，无法退回 {points}", "兌換「{redemption}」僅剩 {left} 積分可退，無法退回 {points}"),
        "points.part": ("{points} of them are usable now, until the end of {until}", "其中 {points} 积分即时可用，有效期至 {until}", "其中 {points} 積分即時可用，有效期至 {until}"),
        "points.part_for_ever": ("{points} of them are usable now; they do not expire", "其中 {points} 积分即时可用，永久有效", "其中 {points} 積分即時可用，永久有效"),
        "points.part_from": ("{points} of them are usable from {from} until the end of {until}", "其中 {points} 积分自 {from} 起可用，有效期至 {until}", "其中 {points} 積分自 {from} 起可用，有效期至 {until}"),
        "points.part_from_for_ever": ("{points} of them are usable from {from}", "其中 {points} 积分自 {from} 起可用", "其中 {points} 積分自 {from} 起可用"),
        "points.part_waits": ("{points} of them are pending until {event}; then usable until the end of {until}", "其中 {points} 积分需等待 {event} 后生效，有效期至 {until}", "其中 {points} 積分需等待 {event} 後生效，有效期至 {until}"),
        "points.part_waits_for_ever": ("{points} of them are pending until {event}", "其中 {points} 积分需等待 {event} 后生效", "其中 {points} 積分需等待 {event} 後生效"),
        "points.reinstated": ("{points} expired points are back, usable until the end of {until}", "{points} 已过期积分已恢复，有效期至 {until}", "{points} 已過期積分已恢復，有效期至 {until}"),
        "order.was_delivered": ("Order {order} was delivered", "订单 {order} 已送达", "訂單 {order} 已送達"),
        "order.delivery_parked": ("Order {order} is not known yet; its delivery counts when it comes", "尚未收到订单 {order}，送达信息将在收到订单后生效", "尚未收到訂單 {order}，送達資訊將在收到訂單後生效"),
        "debt.settled_first": ("{points} of them settled what was owed", "其中 {points} 积分抵扣了欠分", "其中 {points} 積分抵扣了欠分"),
    }
)
