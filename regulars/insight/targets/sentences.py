"""What the watched figures are called and how each is computed, in three languages."""

from regulars.kit.phrases import phrases

PREFIX = "insight.kpi."

phrases(
    {
        f"{PREFIX}members": ("Members who bought", "购买会员", "購買會員"),
        f"{PREFIX}members.formula": ("members with at least one purchase", "至少有一次购买的会员数", "至少有一次購買的會員數"),
        f"{PREFIX}orders": ("Orders", "订单数", "訂單數"),
        f"{PREFIX}orders.formula": ("purchases; a return is no order", "购买笔数；退货不计为订单", "購買筆數；退貨不計為訂單"),
        f"{PREFIX}revenue": ("Net revenue", "净收入", "淨收入"),
        f"{PREFIX}revenue.formula": ("what was paid − what was sent back", "实付金额 − 退货金额", "實付金額 − 退貨金額"),
        f"{PREFIX}aov": ("Average order", "客单价", "客單價"),
        f"{PREFIX}aov.formula": ("net revenue ÷ orders", "净收入 ÷ 订单数", "淨收入 ÷ 訂單數"),
        f"{PREFIX}frequency": ("Orders per member", "人均订单", "人均訂單"),
        f"{PREFIX}frequency.formula": ("orders ÷ members who bought", "订单数 ÷ 购买会员", "訂單數 ÷ 購買會員"),
        f"{PREFIX}repeat_rate": ("Repeat rate", "复购率", "回購率"),
        f"{PREFIX}repeat_rate.formula": (
            "members with two or more purchase days ÷ members who bought",
            "有两个及以上购买日的会员 ÷ 购买会员",
            "有兩個以上購買日的會員 ÷ 購買會員",
        ),
        f"{PREFIX}returning_rate": ("Retention (known members)", "老客率（留存）", "舊客率（留存）"),
        f"{PREFIX}returning_rate.formula": (
            "members of the window who had bought on an earlier day ÷ members who bought in the window",
            "期内购买且更早买过的会员 ÷ 期内购买的会员",
            "期內購買且更早買過的會員 ÷ 期內購買的會員",
        ),
        f"{PREFIX}repurchase_90d": ("Back within 90 days", "90 天复购率", "90 天回購率"),
        f"{PREFIX}repurchase_90d.formula": (
            "members whose second purchase came within 90 days ÷ members whose first is at least 90 days old",
            "首购后 90 天内再次购买的会员 ÷ 首购已满 90 天的会员",
            "首購後 90 天內再次購買的會員 ÷ 首購已滿 90 天的會員",
        ),
        f"{PREFIX}median_days": ("Days to the second purchase", "再次购买天数（中位）", "再次購買天數（中位）"),
        f"{PREFIX}median_days.formula": (
            "median days from the first purchase day to the second, of those who came back",
            "已再次购买的会员，从首购日到第二个购买日的天数中位数",
            "已再次購買的會員，從首購日到第二個購買日的天數中位數",
        ),
        f"{PREFIX}active_rate": ("Active rate", "活跃率", "活躍率"),
        f"{PREFIX}active_rate.formula": (
            "members who bought in the last 90 days ÷ members who ever bought",
            "最近 90 天有购买的会员 ÷ 购买过的全部会员",
            "最近 90 天有購買的會員 ÷ 購買過的全部會員",
        ),
        f"{PREFIX}member_growth": ("Member growth", "会员增长率", "會員成長率"),
        f"{PREFIX}member_growth.formula": (
            "members whose first purchase fell in the last 90 days ÷ members who had bought before",
            "首购在最近 90 天内的会员 ÷ 此前已购买过的会员",
            "首購在最近 90 天內的會員 ÷ 此前已購買過的會員",
        ),
        f"{PREFIX}return_rate": ("Return rate", "退货率", "退貨率"),
        f"{PREFIX}return_rate.formula": ("value sent back ÷ value sold, in the last 365 days", "最近 365 天退货金额 ÷ 销售金额", "最近 365 天退貨金額 ÷ 銷售金額"),
        f"{PREFIX}complaint_rate": ("Complaint rate", "投诉率", "投訴率"),
        f"{PREFIX}complaint_rate.formula": ("complaints ÷ orders, in the last 365 days", "最近 365 天投诉数 ÷ 订单数", "最近 365 天投訴數 ÷ 訂單數"),
        f"{PREFIX}redemption_rate": ("Redemption rate", "积分兑换率", "積分兌換率"),
        f"{PREFIX}redemption_rate.formula": ("points redeemed ÷ points given out, in the last 365 days", "最近 365 天兑换积分 ÷ 发放积分", "最近 365 天兌換積分 ÷ 發放積分"),
        f"{PREFIX}breakage_rate": ("Breakage rate", "积分过期率", "積分過期率"),
        f"{PREFIX}breakage_rate.formula": ("points lapsed ÷ points given out, in the last 365 days", "最近 365 天过期积分 ÷ 发放积分", "最近 365 天過期積分 ÷ 發放積分"),
        f"{PREFIX}top20_share": ("Share of the best fifth", "前 20% 会员占比", "前 20% 會員占比"),
        f"{PREFIX}top20_share.formula": (
            "net revenue of the best fifth of the members ÷ all net revenue",
            "消费最高的五分之一会员的净收入 ÷ 全部净收入",
            "消費最高的五分之一會員的淨收入 ÷ 全部淨收入",
        ),
        f"{PREFIX}revenue_change": ("Revenue, beside the span before", "收入变化（较上一段）", "收入變化（較上一段）"),
        f"{PREFIX}revenue_change.formula": (
            "(net revenue of the latest span − of the one before) ÷ of the one before",
            "（最近一段净收入 − 上一段）÷ 上一段",
            "（最近一段淨收入 − 上一段）÷ 上一段",
        ),
        f"{PREFIX}orders_change": ("Orders, beside the span before", "订单变化（较上一段）", "訂單變化（較上一段）"),
        f"{PREFIX}orders_change.formula": (
            "(orders of the latest span − of the one before) ÷ of the one before",
            "（最近一段订单数 − 上一段）÷ 上一段",
            "（最近一段訂單數 − 上一段）÷ 上一段",
        ),
        f"{PREFIX}members_change": ("Members who bought, beside the span before", "购买会员变化（较上一段）", "購買會員變化（較上一段）"),
        f"{PREFIX}members_change.formula": (
            "(members who bought in the latest span − in the one before) ÷ in the one before",
            "（最近一段购买会员 − 上一段）÷ 上一段",
            "（最近一段購買會員 − 上一段）÷ 上一段",
        ),
        "insight.target.unknown": ("There is no figure “{kpi}” to set a target for", "没有名为“{kpi}”的指标可设目标", "沒有名為「{kpi}」的指標可設目標"),
        "insight.target.number": ("A target is a number, and the margin a share from 0 to 100 %", "目标须为数字，容差须在 0 至 100% 之间", "目標須為數字，容差須在 0 至 100% 之間"),
        "insight.target.range": (
            "A share lies between 0 and 100 %, a change not below −100 %, and any other target not below 0",
            "比率须在 0 至 100% 之间，变化不低于 −100%，其他目标不得为负",
            "比率須在 0 至 100% 之間，變化不低於 −100%，其他目標不得為負",
        ),
    }
)
