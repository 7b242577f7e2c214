"""Every reason and refusal of the engine in English, 简体中文 and 繁體中文."""

from regulars.kit.phrases import phrases

phrases(
    {
        # ---- what rules gave
        "rule.fired_accrual": ("“{rule}” gave {points} points ({exact} before rounding)", "“{rule}”获得 {points} 积分（取整前 {exact}）", "「{rule}」獲得 {points} 積分（取整前 {exact}）"),
        "rule.fired_multiplier": ("“{rule}” added {points} points ({exact} before rounding)", "“{rule}”额外获得 {points} 积分（取整前 {exact}）", "「{rule}」額外獲得 {points} 積分（取整前 {exact}）"),
        "rule.fired_fixed": ("“{rule}” gave a bonus of {points} points", "“{rule}”奖励 {points} 积分", "「{rule}」獎勵 {points} 積分"),
        "tier.multiplier": ("{tier} members earn {multiplier} times: {points} more points", "{tier}享 {multiplier} 倍积分：多得 {points} 积分", "{tier}享 {multiplier} 倍積分：多得 {points} 積分"),
        "rounding.down": ("{exact} points were rounded down to {points}", "{exact} 积分向下取整为 {points}", "{exact} 積分向下取整為 {points}"),
        "limit.clipped": ("“{rule}” would have given {asked} points; its limit still allowed {left}, so it gave {points}", "“{rule}”本应获得 {asked} 积分，限额仅剩 {left}，实际获得 {points}", "「{rule}」本應獲得 {asked} 積分，限額僅剩 {left}，實際獲得 {points}"),
        # ---- what rules did not give
        "rule.missed_condition": ("“{rule}” did not apply: {detail} did not match", "“{rule}”未生效：{detail}不符合条件", "「{rule}」未生效：{detail}不符合條件"),
        "rule.missed_dates": ("“{rule}” did not apply: it was not running on that day", "“{rule}”未生效：不在活动期内", "「{rule}」未生效：不在活動期內"),
        "rule.missed_limit": ("“{rule}” did not apply: its number of times is used up ({detail})", "“{rule}”未生效：次数已用完（{detail}）", "「{rule}」未生效：次數已用完（{detail}）"),
        "rule.missed_group": ("“{rule}” did not apply: “{detail}” counted instead", "“{rule}”未生效：已按“{detail}”计算，不可叠加", "「{rule}」未生效：已按「{detail}」計算，不可疊加"),
        "rule.missed_unpaid": ("“{rule}” did not apply: nothing of the order was paid with money", "“{rule}”未生效：订单没有以现金支付的部分", "「{rule}」未生效：訂單沒有以現金支付的部分"),
        "lines.excluded": ("Lines {lines} earn nothing in this programme", "第 {lines} 行商品不参与积分", "第 {lines} 行商品不參與積分"),
        "tenders.not_earning": ("Only {share}% of the order was paid in a way that earns points", "订单仅有 {share}% 的付款可累积积分", "訂單僅有 {share}% 的付款可累積積分"),
        # ---- when points are usable
        "points.usable": ("Usable now, until the end of {until}", "即时可用，有效期至 {until}", "即時可用，有效期至 {until}"),
        "points.usable_for_ever": ("Usable now; they do not expire", "即时可用，永久有效", "即時可用，永久有效"),
        "points.usable_from": ("Usable from {from} until the end of {until}", "{from} 起可用，有效期至 {until}", "{from} 起可用，有效期至 {until}"),
        "points.usable_from_for_ever": ("Usable from {from}; they do not expire", "{from} 起可用，永久有效", "{from} 起可用，永久有效"),
        "points.wait_for": ("Pending until {event}; then usable until the end of {until}", "待生效：需等待 {event}；有效期至 {until}", "待生效：需等待 {event}；有效期至 {until}"),
        "points.wait_for_for_ever": ("Pending until {event}", "待生效：需等待 {event}", "待生效：需等待 {event}"),
        "points.activated": ("{points} pending points became usable", "{points} 待生效积分已生效", "{points} 待生效積分已生效"),
        "points.expired": ("{points} points expired", "{points} 积分已过期", "{points} 積分已過期"),
        "debt.settled": ("{points} points settled what was owed from an earlier return", "{points} 积分用于抵扣此前退货的欠分", "{points} 積分用於抵扣此前退貨的欠分"),
        # ---- spending, adjusting
        "points.redeemed": ("{points} points were redeemed", "兑换使用 {points} 积分", "兌換使用 {points} 積分"),
        "points.adjusted": ("Adjusted by {points} points", "调整 {points} 积分", "調整 {points} 積分"),
        "points.insufficient": ("This needs {needed} points; {available} are available", "需要 {needed} 积分，可用积分仅 {available}", "需要 {needed} 積分，可用積分僅 {available}"),
        "points.not_spendable": ("Points of “{wallet}” can not be spent", "“{wallet}”不可用于兑换", "「{wallet}」不可用於兌換"),
        "points.unknown_wallet": ("The programme has no wallet “{wallet}”", "会员计划中没有积分账户“{wallet}”", "會員計劃中沒有積分帳戶「{wallet}」"),
        "points.amount": ("“{given}” is not a number of points: write a whole number other than 0", "“{given}”不是有效的积分数：请填写非零整数", "「{given}」不是有效的積分數：請填寫非零整數"),
        "points.not_positive": ("“{given}” is not a number of points to redeem: write a whole number above 0", "“{given}”不是可兑换的积分数：请填写大于 0 的整数", "「{given}」不是可兌換的積分數：請填寫大於 0 的整數"),
        "points.too_large": ("“{given}” is more points than can be counted: at most {most}", "“{given}”超出可计数的积分上限：最多 {most}", "「{given}」超出可計數的積分上限：最多 {most}"),
        # ---- returns
        "return.applied": ("Order {order} was computed again without the returned goods: {points} points taken back", "订单 {order} 按退货后重新计算：扣回 {points} 积分", "訂單 {order} 按退貨後重新計算：扣回 {points} 積分"),
        "return.parked": ("Order {order} is not known yet; the return is applied when it comes", "尚未收到订单 {order}，退货将在收到订单后处理", "尚未收到訂單 {order}，退貨將在收到訂單後處理"),
        "return.parked_refused": ("A return of order {order} that came early could not be applied", "订单 {order} 的提前退货无法处理", "訂單 {order} 的提前退貨無法處理"),
        "return.nothing_left": ("Everything of order {order} named here had been returned already", "订单 {order} 的这些商品此前已全部退货", "訂單 {order} 的這些商品此前已全部退貨"),
        "return.debt": ("{points} of these points had been spent already: they are owed and will be settled first", "其中 {points} 积分已被使用，记为欠分，将由后续积分优先抵扣", "其中 {points} 積分已被使用，記為欠分，將由後續積分優先抵扣"),
        "return.forgiven": ("{points} points were not taken back", "{points} 积分不予扣回", "{points} 積分不予扣回"),
        "return.exceeds": ("Line {line} of order {order} has less left than is returned", "订单 {order} 第 {line} 行可退数量不足", "訂單 {order} 第 {line} 行可退數量不足"),
        "return.unknown_line": ("Order {order} has no line {line}", "订单 {order} 没有第 {line} 行", "訂單 {order} 沒有第 {line} 行"),
        "return.what": ("Name the returned lines, or say all: true, not both", "请列出退货行，或填写 all: true，二者选一", "請列出退貨行，或填寫 all: true，二者擇一"),
        "return.nothing": ("The return of line {line} is of nothing", "第 {line} 行的退货数量为零", "第 {line} 行的退貨數量為零"),
        "return.line_twice": ("A line of order {order} is named twice", "订单 {order} 的同一行重复出现", "訂單 {order} 的同一行重複出現"),
        # ---- tiers
        "member.enrolled": ("Joined as {tier}", "入会，等级为{tier}", "入會，等級為{tier}"),
        "member.already_enrolled": ("This member has joined already", "该会员已入会", "該會員已入會"),
        "tier.up": ("Rose from {from} to {to}", "由{from}升级为{to}", "由{from}升級為{to}"),
        "tier.down": ("The review moved {from} to {to}", "复评后由{from}降为{to}", "複評後由{from}降為{to}"),
        "tier.inactive": ("No visit for too long: moved from {from} to {to}", "长期未消费，由{from}降为{to}", "長期未消費，由{from}降為{to}"),
        "tier.kept": ("The review kept {tier}", "复评通过，保级{tier}", "複評通過，保級{tier}"),
        "tier.grace": ("The review was not passed; {tier} is kept until {until} to catch up", "复评未达标，宽限保留{tier}至 {until}", "複評未達標，寬限保留{tier}至 {until}"),
        "tier.grace_cancelled": ("The missing part was made up in time: {tier} stays", "宽限期内已达标，继续保留{tier}", "寬限期內已達標，繼續保留{tier}"),
        "tier.at_floor": ("The review was not passed, but {from} is never taken away", "复评未达标，但{from}不会被降级", "複評未達標，但{from}不會被降級"),
        "tier.soft_landing": ("Until {until} what {tier} gave lives on: {keep}", "{until} 前仍保留{tier}的权益：{keep}", "{until} 前仍保留{tier}的權益：{keep}"),
        "tier.soft_landing_over": ("What {tier} gave after the fall is over", "降级后保留的{tier}权益已结束", "降級後保留的{tier}權益已結束"),
        # ---- what can not be read
        "event.unknown_type": ("“{type}” is not an event this programme knows", "不支持的事件类型“{type}”", "不支援的事件類型「{type}」"),
        "event.text_too_long": ("{field} is longer than {most} characters", "{field} 超过 {most} 个字符", "{field} 超過 {most} 個字元"),
        "event.text_unstorable": ("{field} holds characters that are no text", "{field} 含有无法保存的字符", "{field} 含有無法保存的字元"),
        "event.text_empty": ("{field} is empty", "{field} 不能为空", "{field} 不能為空"),
        "order.currency": ("The order is in {given}; the programme counts {expected}", "订单货币为 {given}，会员计划使用 {expected}", "訂單貨幣為 {given}，會員計劃使用 {expected}"),
        "order.no_lines": ("Order {order} has no lines", "订单 {order} 没有商品行", "訂單 {order} 沒有商品行"),
        "order.too_many_lines": ("An order may have {most} lines", "每个订单最多 {most} 行", "每個訂單最多 {most} 行"),
        "order.line_twice": ("Two lines of order {order} have one number", "订单 {order} 的行号重复", "訂單 {order} 的行號重複"),
        "order.line_number": ("{line} is not a line number", "{line} 不是有效的行号", "{line} 不是有效的行號"),
        "order.quantity": ("The quantity of line {line} is {given}; it must be more than 0", "第 {line} 行的数量为 {given}，必须大于 0", "第 {line} 行的數量為 {given}，必須大於 0"),
        "quantity.unreadable": ("“{given}” is not a quantity: write a number with up to three decimals", "“{given}”不是有效数量：最多三位小数", "「{given}」不是有效數量：最多三位小數"),
    }
)
