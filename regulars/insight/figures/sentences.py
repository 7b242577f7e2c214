"""The figures' titles, formulas and denominators, in three languages."""

from regulars.kit.phrases import phrases

_F = "insight.figure."

phrases(
    {
        "insight.no_such_figure": ("There is no figure “{name}”; there are: {known}", "没有名为“{name}”的指标；现有：{known}", "沒有名為「{name}」的指標；現有：{known}"),
        "insight.rfm.too_few": (
            "RFM scores need at least {least} buyers; there are {members}",
            "RFM 评分至少需要 {least} 位购买者；现有 {members} 位",
            "RFM 評分至少需要 {least} 位購買者；現有 {members} 位",
        ),
        "insight.moved.too_young": (
            "What moved revenue needs at least {least} days of orders; there are {days}",
            "分析收入变化至少需要 {least} 天的订单；现有 {days} 天",
            "分析收入變化至少需要 {least} 天的訂單；現有 {days} 天",
        ),
        "insight.moved.too_few": (
            "What moved revenue can't be said: {before} members bought in the earlier span and {now} in the latest; it takes {least} in each, and revenue above 0",
            "无法分析收入变化：前一段有 {before} 位会员购买，最近一段有 {now} 位；每段至少需要 {least} 位，且收入大于 0",
            "無法分析收入變化：前一段有 {before} 位會員購買，最近一段有 {now} 位；每段至少需要 {least} 位，且收入大於 0",
        ),
        "insight.window.all": ("from {first} to {as_of}", "{first} 至 {as_of}", "{first} 至 {as_of}"),
        "insight.window.year": ("the 365 days up to {as_of}", "截至 {as_of} 的 365 天", "截至 {as_of} 的 365 天"),
        "insight.window.half_year": ("the 182 days up to {as_of}", "截至 {as_of} 的 182 天", "截至 {as_of} 的 182 天"),
        "insight.window.quarter": ("the 90 days up to {as_of}", "截至 {as_of} 的 90 天", "截至 {as_of} 的 90 天"),
        "insight.window.halves": (
            "two spans of equal length up to {as_of}: half of what has been watched, a year at most",
            "截至 {as_of} 的两段等长时间：各为观察期的一半，最长一年",
            "截至 {as_of} 的兩段等長時間：各為觀察期的一半，最長一年",
        ),
        "insight.window.none": ("no orders", "没有订单", "沒有訂單"),
        f"{_F}kpi": ("The base figures", "基础指标", "基礎指標"),
        f"{_F}kpi.formula": (
            "average order = net revenue ÷ orders; frequency = orders ÷ members; repeat rate = members with two or more purchase days ÷ members",
            "客单价 = 净收入 ÷ 订单数；购买频次 = 订单数 ÷ 会员数；复购率 = 有两个及以上购买日的会员 ÷ 会员数",
            "客單價 = 淨收入 ÷ 訂單數；購買頻次 = 訂單數 ÷ 會員數；回購率 = 有兩個以上購買日的會員 ÷ 會員數",
        ),
        f"{_F}kpi.of": ("members who bought at least once", "至少购买过一次的会员", "至少購買過一次的會員"),
        f"{_F}returning": ("Who came back within the year", "一年内的回头客", "一年內的回頭客"),
        f"{_F}returning.formula": (
            "repeat rate = members with two purchase days in the window ÷ members who bought in it; returning rate = members of the window who had bought on an earlier day, in the window or before ÷ the same",
            "复购率 = 期内有两个购买日的会员 ÷ 期内购买的会员；老客率 = 期内购买且更早（期内或期前）也买过的会员 ÷ 同上",
            "回購率 = 期內有兩個購買日的會員 ÷ 期內購買的會員；舊客率 = 期內購買且更早（期內或期前）也買過的會員 ÷ 同上",
        ),
        f"{_F}returning.of": ("members who bought in the window", "期内购买过的会员", "期內購買過的會員"),
        f"{_F}second_purchase": ("The second purchase", "第二次购买", "第二次購買"),
        f"{_F}second_purchase.formula": (
            "90-day repurchase = members with a second purchase day within 90 days ÷ members whose first is at least 90 days old; median days: of those who came a second time",
            "90 天复购率 = 首购后 90 天内再次购买的会员 ÷ 首购已满 90 天的会员；天数中位数只计再次购买的会员",
            "90 天回購率 = 首購後 90 天內再次購買的會員 ÷ 首購已滿 90 天的會員；天數中位數只計再次購買的會員",
        ),
        f"{_F}second_purchase.of": ("members whose first purchase is at least 90 days old", "首购已满 90 天的会员", "首購已滿 90 天的會員"),
        f"{_F}time_to_second": ("Not yet back after so many days", "首购后尚未再次购买的比例", "首購後尚未再次購買的比例"),
        f"{_F}time_to_second.formula": (
            "Kaplan–Meier: the product over the days of (1 − came ÷ still watched); who has not come back yet counts until we stop looking",
            "Kaplan–Meier：逐日连乘（1 − 当日再购人数 ÷ 仍在观察人数）；尚未再购者观察至截止日",
            "Kaplan–Meier：逐日連乘（1 − 當日再購人數 ÷ 仍在觀察人數）；尚未再購者觀察至截止日",
        ),
        f"{_F}time_to_second.of": ("members who bought at least once", "至少购买过一次的会员", "至少購買過一次的會員"),
        f"{_F}concentration": ("How much hangs on the best fifth", "前 20% 会员的贡献", "前 20% 會員的貢獻"),
        f"{_F}concentration.formula": (
            "net revenue of the best fifth of the members (rounded up to whole members) ÷ all net revenue; Gini: 0 all alike, 1 all from one. A longer window shows a larger share",
            "消费最高的五分之一会员（人数向上取整）的净收入 ÷ 全部净收入；基尼系数：0 为完全均等，1 为全部来自一人。时间越长，占比越高",
            "消費最高的五分之一會員（人數無條件進位）的淨收入 ÷ 全部淨收入；基尼係數：0 為完全均等，1 為全部來自一人。時間越長，占比越高",
        ),
        f"{_F}concentration.of": (
            "members who bought at least once; nobody who never bought",
            "至少购买过一次的会员；不含从未购买者",
            "至少購買過一次的會員；不含從未購買者",
        ),
        f"{_F}pareto": ("Revenue by members, the best first", "会员收入累计曲线", "會員收入累計曲線"),
        f"{_F}pareto.formula": (
            "net revenue of the best p % of the members ÷ all net revenue",
            "消费最高的 p% 会员的净收入 ÷ 全部净收入",
            "消費最高的 p% 會員的淨收入 ÷ 全部淨收入",
        ),
        f"{_F}pareto.of": ("all net revenue of members who bought", "购买过的会员的全部净收入", "購買過的會員的全部淨收入"),
        f"{_F}cohorts": ("Who stays, by the month of the first purchase", "按首购月份看留存", "按首購月份看留存"),
        f"{_F}cohorts.formula": (
            "members of the cohort with a purchase in the k-th month after their first ÷ the cohort; only months that are over",
            "该批会员在首购后第 k 个月有购买的人数 ÷ 该批人数；只计已结束的月份",
            "該批會員在首購後第 k 個月有購買的人數 ÷ 該批人數；只計已結束的月份",
        ),
        f"{_F}cohorts.of": ("members whose first purchase fell in that month", "当月首购的会员", "當月首購的會員"),
        f"{_F}rfm": ("Recency, frequency, money", "RFM：最近、频次、金额", "RFM：最近、頻次、金額"),
        f"{_F}rfm.formula": (
            "R = days from the last purchase to the last day; F = days with a purchase; M = net revenue after returns",
            "R = 最近购买距截止日的天数；F = 有购买的天数；M = 扣除退货后的净收入",
            "R = 最近購買距截止日的天數；F = 有購買的天數；M = 扣除退貨後的淨收入",
        ),
        f"{_F}rfm.of": ("members who bought at least once", "至少购买过一次的会员", "至少購買過一次的會員"),
        f"{_F}months": ("Month by month", "逐月概况", "逐月概況"),
        f"{_F}months.formula": (
            "known members = members who bought that month and had bought in an earlier one",
            "老会员 = 当月购买且此前月份也购买过的会员",
            "舊會員 = 當月購買且此前月份也購買過的會員",
        ),
        f"{_F}months.of": ("calendar months; the first and the last may be cut short", "自然月；首尾月份可能不完整", "自然月；首尾月份可能不完整"),
        f"{_F}two_periods": ("What moved revenue", "收入变化的原因", "收入變化的原因"),
        f"{_F}two_periods.formula": (
            "revenue = members × orders per member × average order; each step's part by logarithmic means, so that the parts add up to the change",
            "收入 = 会员数 × 人均订单数 × 客单价；各环节按对数平均分摊，各部分之和等于总变化",
            "收入 = 會員數 × 人均訂單數 × 客單價；各環節按對數平均分攤，各部分之和等於總變化",
        ),
        f"{_F}two_periods.of": ("members who bought in the span", "该段时间内购买的会员", "該段時間內購買的會員"),
        f"{_F}channels": ("By channel", "按渠道", "按渠道"),
        f"{_F}stores": ("By store", "按门店", "按門市"),
        f"{_F}categories": ("By category of goods", "按商品品类", "按商品品類"),
        **{
            f"{_F}{name}.formula": ("share = its net revenue ÷ all net revenue", "占比 = 该项净收入 ÷ 全部净收入", "占比 = 該項淨收入 ÷ 全部淨收入")
            for name in ("channels", "stores", "categories")
        },
        **{
            f"{_F}{name}.of": ("all net revenue", "全部净收入", "全部淨收入")
            for name in ("channels", "stores", "categories")
        },
        f"{_F}baskets": ("The size of a basket", "订单商品行数", "訂單商品行數"),
        f"{_F}baskets.formula": (
            "orders by their number of lines; 10 stands for 10 and more",
            "按商品行数统计订单；10 表示 10 行及以上",
            "按商品行數統計訂單；10 表示 10 行以上",
        ),
        f"{_F}baskets.of": ("orders that are no returns", "非退货订单", "非退貨訂單"),
        f"{_F}intervals": ("Days until the next purchase", "两次购买的间隔天数", "兩次購買的間隔天數"),
        f"{_F}intervals.formula": (
            "days from one purchase day of a member to the next; the last one, still open, is not counted",
            "同一会员相邻两个购买日的间隔；尚未结束的最后一段不计",
            "同一會員相鄰兩個購買日的間隔；尚未結束的最後一段不計",
        ),
        f"{_F}intervals.of": ("all finished gaps", "所有已完成的间隔", "所有已完成的間隔"),
        f"{_F}active": ("Who is active", "活跃会员", "活躍會員"),
        f"{_F}active.formula": (
            "active rate = members who bought in the window ÷ members who ever bought; growth = members whose first purchase fell in the window ÷ members who had bought before it",
            "活跃率 = 期内有购买的会员 ÷ 购买过的全部会员；会员增长率 = 首购在期内的会员 ÷ 期前已购买过的会员",
            "活躍率 = 期內有購買的會員 ÷ 購買過的全部會員；會員成長率 = 首購在期內的會員 ÷ 期前已購買過的會員",
        ),
        f"{_F}active.of": ("members who bought at least once", "至少购买过一次的会员", "至少購買過一次的會員"),
        f"{_F}sent_back": ("What comes back", "退货", "退貨"),
        f"{_F}sent_back.formula": (
            "return rate = value sent back in the window ÷ value sold in it",
            "退货率 = 期内退货金额 ÷ 期内销售金额",
            "退貨率 = 期內退貨金額 ÷ 期內銷售金額",
        ),
        f"{_F}sent_back.of": ("value sold in the window, before returns", "期内退货前的销售金额", "期內退貨前的銷售金額"),
    }
)
