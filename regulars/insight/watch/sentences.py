"""What the rules found, and what is refused, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        "watch.orders": ("{n} orders within {minutes} minutes", "{minutes} 分钟内 {n} 笔订单", "{minutes} 分鐘內 {n} 筆訂單"),
        "watch.redemptions": ("points used {n} times within {minutes} minutes: {points}", "{minutes} 分钟内使用积分 {n} 次，共 {points}", "{minutes} 分鐘內使用積分 {n} 次，共 {points}"),
        "watch.loops": (
            "{n} times within {days} days an order was paid, points were used, and then the order was sent back; {points} points used",
            "{days} 天内 {n} 次：下单、使用积分、随后退货；共使用 {points} 积分",
            "{days} 天內 {n} 次：下單、使用積分、隨後退貨；共使用 {points} 積分",
        ),
        "watch.refund": (
            "order {order} was sent back after its points had been used: {points} points are owed",
            "订单 {order} 的积分使用后退货：欠 {points} 积分",
            "訂單 {order} 的積分使用後退貨：欠 {points} 積分",
        ),
        "watch.self_earn": ("{person} made this for their own card: {what}", "{person} 为自己的会员卡操作：{what}", "{person} 為自己的會員卡操作：{what}"),
        "watch.by_hand": (
            "{person} gave or took points by hand {n} times within {days} days: {points} points of {members} members",
            "{person} 在 {days} 天内手工调整积分 {n} 次：涉及 {members} 位会员，共 {points} 积分",
            "{person} 在 {days} 天內手工調整積分 {n} 次：涉及 {members} 位會員，共 {points} 積分",
        ),
        "watch.gift_ring": (
            "points went to {other} and came back from there {n} times within {days} days: {points} points",
            "{days} 天内与 {other} 之间积分往返转赠 {n} 次：{points} 积分",
            "{days} 天內與 {other} 之間積分往返轉贈 {n} 次：{points} 積分",
        ),
        "watch.gathering": ("points of {n} members came together here within {days} days: {points} points", "{days} 天内汇集了 {n} 位会员的积分：{points} 积分", "{days} 天內匯集了 {n} 位會員的積分：{points} 積分"),
        "watch.shared": ("{n} members joined with one {kind} within {days} days", "{days} 天内 {n} 位会员使用同一{kind}入会", "{days} 天內 {n} 位會員使用同一{kind}入會"),
        "watch.referrals": (
            "rewarded for {n} friends within {days} days: {points} points; are they real?",
            "{days} 天内因推荐 {n} 位好友获得 {points} 积分：好友是否真实？",
            "{days} 天內因推薦 {n} 位好友獲得 {points} 積分：好友是否真實？",
        ),
        "watch.pool_quick": (
            "{n} times within a day points that others had put into the pool were used within {minutes} minutes: {points} points",
            "一天内 {n} 次在他人转入积分池后 {minutes} 分钟内使用：{points} 积分",
            "一天內 {n} 次在他人轉入積分池後 {minutes} 分鐘內使用：{points} 積分",
        ),
        "watch.said.device": ("device", "设备", "裝置"),
        "watch.said.payment": ("means of payment", "支付方式", "支付方式"),
        "watch.said.order": ("an order", "订单", "訂單"),
        "watch.said.points.adjusted": ("points by hand", "手工调整积分", "手工調整積分"),
        "watch.said.tier.set": ("a level by hand", "手工设定等级", "手工設定等級"),
        "watch.said.tier.matched": ("a level matched", "等级匹配", "等級匹配"),
        "watch.said.earn": ("earning", "获得积分", "獲得積分"),
        "watch.said.redeem": ("redemption", "兑换", "兌換"),
        "watch.unit.minutes": ("minutes", "分钟", "分鐘"),
        "watch.unit.days": ("days", "天", "天"),
        # ---- the rules by name
        "watch.rule.orders": ("Many orders", "订单过密", "訂單過密"),
        "watch.rule.redemptions": ("Many redemptions", "兑换过密", "兌換過密"),
        "watch.rule.loops": ("Bought, used, sent back", "购买、用分、退货循环", "購買、用分、退貨循環"),
        "watch.rule.refund": ("Sent back after the points were used", "用分后退货", "用分後退貨"),
        "watch.rule.self_earn": ("Staff for their own card", "员工为自己积分", "員工為自己積分"),
        "watch.rule.by_hand": ("Much by hand", "手工调整过多", "手工調整過多"),
        "watch.rule.gift_ring": ("Gifts that come back", "往返转赠", "往返轉贈"),
        "watch.rule.gathering": ("Points gathered from many", "汇集积分", "匯集積分"),
        "watch.rule.shared": ("One device or payment, many members", "多人共用设备或支付方式", "多人共用裝置或支付方式"),
        "watch.rule.referrals": ("One member, many friends", "推荐好友过多", "推薦好友過多"),
        "watch.rule.pool_quick": ("Put in by one, used by another at once", "一人转入、他人即用", "一人轉入、他人即用"),
        "watch.rule.unusual": ("Unusual for this member", "对该会员而言异常", "對該會員而言異常"),
        "watch.status.open": ("open", "待处理", "待處理"),
        "watch.status.looked_into": ("something was wrong", "确有问题", "確有問題"),
        "watch.status.frozen": ("frozen", "已冻结", "已凍結"),
        "watch.status.harmless": ("harmless", "无害", "無害"),
        # ---- what is refused
        "watch.setting": ("“{name}” has to lie between {low} and {high}", "“{name}”应在 {low} 与 {high} 之间", "「{name}」應在 {low} 與 {high} 之間"),
        "watch.setting_unreadable": ("these settings can't be read: {why}", "设置无法读取：{why}", "設定無法讀取：{why}"),
        "watch.status": (
            "“{status}” is no answer to an alert: open, looked_into, frozen or harmless",
            "“{status}”不是有效的处理结果：open、looked_into、frozen 或 harmless",
            "「{status}」不是有效的處理結果：open、looked_into、frozen 或 harmless",
        ),
        "watch.nobody_to_freeze": ("alert {id} is about somebody of the staff: there is no member to freeze", "预警 {id} 涉及员工，没有可冻结的会员", "預警 {id} 涉及員工，沒有可凍結的會員"),
        "watch.no_alert": ("there is no alert {id}", "没有编号为 {id} 的预警", "沒有編號為 {id} 的預警"),
    }
)
