"""Titles, formulas and denominators of steps, retention, prices, categories, weeks and change points, and why they can't be said, in three languages."""

from regulars.kit.phrases import phrases

_F = "insight.figure."
_BUYERS = ("members who bought at least once", "至少购买过一次的会员", "至少購買過一次的會員")
_LINES = ("lines sold, before returns", "退货前的销售行", "退貨前的銷售行")
_WILSON = ("; range: 95 of 100 (Wilson)", "；区间为 95%（Wilson）", "；區間為 95%（Wilson）")

_TOLD: dict[str, tuple[tuple[str, str, str], tuple[str, str, str], tuple[str, str, str]]] = {
    "weeks": (
        ("Week by week", "逐周概况", "逐週概況"),
        ("average order = value sold ÷ orders; return rate = value sent back in the week ÷ value sold in it", "客单价 = 销售金额 ÷ 订单数；退货率 = 当周退货金额 ÷ 当周销售金额", "客單價 = 銷售金額 ÷ 訂單數；退貨率 = 當週退貨金額 ÷ 當週銷售金額"),
        ("whole weeks, Monday to Sunday", "完整的周（周一至周日）", "完整的週（週一至週日）"),
    ),
    "change_points": (
        ("When the level changed", "水平何时改变", "水準何時改變"),
        (
            "the step that explains a weekly series best, beside the best of 999 shuffles; trend, season (from two years on) and what a week hands on taken out; where nothing changed, 1 series in 100 is told a step",
            "取最能解释周序列的台阶，与 999 次打乱后的最佳者对比；已扣除趋势、季节（满两年起）与周间惯性；若无变化，100 个序列中约误报 1 个",
            "取最能解釋週序列的臺階，與 999 次打亂後的最佳者對比；已扣除趨勢、季節（滿兩年起）與週間慣性；若無變化，100 個序列中約誤報 1 個",
        ),
        ("whole weeks, Monday to Sunday", "完整的周（周一至周日）", "完整的週（週一至週日）"),
    ),
    "purchase_steps": (
        ("From the first purchase to the fourth", "从首购到第四次购买", "從首購到第四次購買"),
        tuple(a + b for a, b in zip(("members who came again within 90 days of their n-th purchase ÷ members whose n-th is at least 90 days old", "第 n 次购买后 90 天内再次购买的会员 ÷ 第 n 次购买已满 90 天的会员", "第 n 次購買後 90 天內再次購買的會員 ÷ 第 n 次購買已滿 90 天的會員"), _WILSON, strict=True)),  # type: ignore[dict-item]
        ("members whose n-th purchase day is at least 90 days old", "第 n 个购买日已满 90 天的会员", "第 n 個購買日已滿 90 天的會員"),
    ),
    "retention": (
        ("Who comes again in the next period", "各期留存", "各期留存"),
        (
            "known share = members of the period who had bought in an earlier one ÷ its members; stayed = members of the period who bought in the next ÷ its members",
            "老客占比 = 期内购买且前期也买过的会员 ÷ 期内购买会员；留存率 = 期内会员中下一期又购买者 ÷ 期内购买会员",
            "舊客占比 = 期內購買且前期也買過的會員 ÷ 期內購買會員；留存率 = 期內會員中下一期又購買者 ÷ 期內購買會員",
        ),
        ("members who bought in the month, quarter or year; periods that are over, the first may be cut short", "当月、当季或当年购买的会员；只计已结束的期间，首期可能不完整", "當月、當季或當年購買的會員；只計已結束的期間，首期可能不完整"),
    ),
    "channel_months": (
        ("Channels month by month", "各渠道逐月", "各渠道逐月"),
        ("orders and net revenue by the month of the order", "按下单月份统计订单与净收入", "按下單月份統計訂單與淨收入"),
        ("the 40 channels with most revenue", "收入最高的 40 个渠道", "收入最高的 40 個渠道"),
    ),
    "category_months": (
        ("Categories month by month", "各品类逐月", "各品類逐月"),
        ("lines sold and net revenue by month", "逐月销售行数与净收入", "逐月銷售行數與淨收入"),
        ("the 40 categories with most revenue", "收入最高的 40 个品类", "收入最高的 40 個品類"),
    ),
    "price_members": (
        ("Discounts by member", "会员折扣明细", "會員折扣明細"),
        ("orders at a discount ÷ orders; under a third: sometimes, under two thirds: often, more: mostly", "折扣订单 ÷ 订单；不足三分之一为偶尔，不足三分之二为经常，其余为多数", "折扣訂單 ÷ 訂單；不足三分之一為偶爾，不足三分之二為經常，其餘為多數"),
        _BUYERS,
    ),
    "price_groups": (
        ("Who buys at a discount", "谁买折扣", "誰買折扣"),
        ("members by the share of their orders at a discount; depth = given off ÷ (paid + given off) of discounted orders", "按会员折扣订单占比分组；折扣深度 = 让利 ÷（实付 + 让利），只计折扣订单", "按會員折扣訂單占比分組；折扣深度 = 讓利 ÷（實付 + 讓利），只計折扣訂單"),
        _BUYERS,
    ),
    "price_classes": (
        ("Discounts by class", "各类会员的折扣", "各類會員的折扣"),
        ("orders at a discount ÷ orders of the class; depth = given off ÷ (paid + given off) of all its orders", "该类折扣订单 ÷ 订单；折扣深度 = 让利 ÷（实付 + 让利），计全部订单", "該類折扣訂單 ÷ 訂單；折扣深度 = 讓利 ÷（實付 + 讓利），計全部訂單"),
        _BUYERS,
    ),
    "price_categories": (
        ("Discounts by category", "各品类的折扣", "各品類的折扣"),
        ("value sold at a discount ÷ value sold; depth = given off ÷ (paid + given off) of discounted lines", "折扣销售额 ÷ 销售额；折扣深度 = 让利 ÷（实付 + 让利），只计折扣行", "折扣銷售額 ÷ 銷售額；折扣深度 = 讓利 ÷（實付 + 讓利），只計折扣列"),
        _LINES,
    ),
    "price_first": (
        ("Came for a discount, or paid in full", "首购折扣与首购全价", "首購折扣與首購全價"),
        tuple(a + b for a, b in zip(("members who came again within 90 days of their first purchase ÷ members whose first is at least 90 days old", "首购后 90 天内再次购买的会员 ÷ 首购已满 90 天的会员", "首購後 90 天內再次購買的會員 ÷ 首購已滿 90 天的會員"), _WILSON, strict=True)),  # type: ignore[dict-item]
        ("members whose first purchase is at least 90 days old", "首购已满 90 天的会员", "首購已滿 90 天的會員"),
    ),
    "category_pairs": (
        ("Who buys in one category also buys in", "品类关联", "品類關聯"),
        ("also = members who bought in both ÷ members who bought in the first; lift = that ÷ the share of all members who bought in the second", "关联占比 = 两类都买的会员 ÷ 买过第一类的会员；提升度 = 该占比 ÷ 全部会员中买过第二类的占比", "關聯占比 = 兩類都買的會員 ÷ 買過第一類的會員；提升度 = 該占比 ÷ 全部會員中買過第二類的占比"),
        ("members who bought in the first category; pairs of at least 10 members", "买过第一类的会员；至少 10 位会员的组合", "買過第一類的會員；至少 10 位會員的組合"),
    ),
    "category_intervals": (
        ("Days until the next purchase in a category", "各品类的购买间隔", "各品類的購買間隔"),
        ("days from one purchase of a member in the category to the next there on another day; the last, still open, is not counted", "同一会员在该品类相邻两次不同日购买的间隔；尚未结束的最后一段不计", "同一會員在該品類相鄰兩次不同日購買的間隔；尚未結束的最後一段不計"),
        ("all finished gaps; from 3 million lines on, of one member in ten", "所有已完成的间隔；超过 300 万行时取十分之一会员", "所有已完成的間隔；超過 300 萬行時取十分之一會員"),
    ),
    "class_intervals": (
        ("Days until the next purchase by class", "各类会员的购买间隔", "各類會員的購買間隔"),
        ("a member's gap = days from the first purchase to the last ÷ (purchase days − 1); a quarter, half and three quarters of the class lie below", "会员间隔 = 首末购买相隔天数 ÷（购买天数 − 1）；分别为该类的四分之一、一半与四分之三位数", "會員間隔 = 首末購買相隔天數 ÷（購買天數 − 1）；分別為該類的四分之一、一半與四分之三位數"),
        ("members of the class with two or more purchase days", "该类中有两个及以上购买日的会员", "該類中有兩個以上購買日的會員"),
    ),
    "points_used": (
        ("What becomes of points", "积分的去向", "積分的去向"),
        ("redemption rate = points redeemed ÷ points given out; breakage rate = points lapsed ÷ points given out, each in the window (more than 100 % where older points go)", "兑换率 = 兑换积分 ÷ 发放积分；过期率 = 过期积分 ÷ 发放积分，均为期内（动用旧积分时可超过 100%）", "兌換率 = 兌換積分 ÷ 發放積分；過期率 = 過期積分 ÷ 發放積分，均為期內（動用舊積分時可超過 100%）"),
        ("points of the first wallet given out in the window", "期内第一个积分账户发放的积分", "期內第一個積分帳戶發放的積分"),
    ),
    "points_weeks": (
        ("Redemptions week by week", "逐周兑换", "逐週兌換"),
        ("redemptions and points redeemed of the first wallet", "第一个积分账户的兑换次数与积分", "第一個積分帳戶的兌換次數與積分"),
        ("whole weeks, Monday to Sunday", "完整的周（周一至周日）", "完整的週（週一至週日）"),
    ),
    "complaints": (
        ("Complaints", "投诉", "投訴"),
        ("complaint rate = events whose name begins with “complaint” ÷ orders of the same days", "投诉率 = 名称以 complaint 开头的事件数 ÷ 同期订单数", "投訴率 = 名稱以 complaint 開頭的事件數 ÷ 同期訂單數"),
        ("orders of the window", "期内订单", "期內訂單"),
    ),
    "programme_steps": (
        ("How far newcomers get in the programme", "新客走到哪一步", "新客走到哪一步"),
        (
            "of those who became known in a span of 90 days: who saw an offer, enrolled, earned and redeemed points within 90 days, each among those of the step before",
            "90 天内新识别的顾客：90 天内看到优惠、入会、获得积分、兑换积分者；每步只计走完上一步的人",
            "90 天內新識別的顧客：90 天內看到優惠、入會、獲得積分、兌換積分者；每步只計走完上一步的人",
        ),
        ("whoever became known 90 to 180 days ago, beside 180 to 270 days ago", "90–180 天前新识别者，与 180–270 天前对比", "90–180 天前新識別者，與 180–270 天前對比"),
    ),
    "programme_moved": (
        ("Which step of the programme moved", "计划哪一步变了", "計劃哪一步變了"),
        (
            "share that redeems = product of the steps; each step's part by Shapley, so that the parts add up to the change; ranges: Newcombe for a step, 2,000 draws for its part",
            "最终兑换占比 = 各步转化率之积；各步贡献用 Shapley 值，合计等于总变化；区间：各步用 Newcombe，贡献用 2000 次抽样",
            "最終兌換占比 = 各步轉換率之積；各步貢獻用 Shapley 值，合計等於總變化；區間：各步用 Newcombe，貢獻用 2000 次抽樣",
        ),
        ("whoever became known 90 to 180 days ago, beside 180 to 270 days ago", "90–180 天前新识别者，与 180–270 天前对比", "90–180 天前新識別者，與 180–270 天前對比"),
    ),
}  # fmt: skip

phrases(
    {
        **{f"{_F}{name}": title for name, (title, _, _) in _TOLD.items()},
        **{f"{_F}{name}.formula": formula for name, (_, formula, _) in _TOLD.items()},
        **{f"{_F}{name}.of": of for name, (_, _, of) in _TOLD.items()},
        "insight.figure.months_so_far": ("The running month beside the same days", "本月至今与同期对比", "本月至今與同期對比"),
        "insight.figure.months_so_far.formula": ("orders, buyers and net revenue of the first days of each month, as many as have passed of the running one", "各月前若干天的订单、购买会员与净收入，天数与当前月份已过天数相同", "各月前若干天的訂單、購買會員與淨收入，天數與當前月份已過天數相同"),
        "insight.figure.months_so_far.of": ("the last 25 months", "最近 25 个月", "最近 25 個月"),
        "insight.weeks.none": ("no whole week (Monday to Sunday) of orders is over yet", "尚无一个完整的周（周一至周日）", "尚無一個完整的週（週一至週日）"),
        "insight.retention.no_period": ("no whole month is over yet", "尚无一个完整的月份", "尚無一個完整的月份"),
        "insight.change_points.too_young": (
            "A change of level needs at least {least} whole weeks; there are {weeks}",
            "判断水平变化至少需要 {least} 个完整周；现有 {weeks} 周",
            "判斷水準變化至少需要 {least} 個完整週；現有 {weeks} 週",
        ),
        "insight.change_points.silent": (
            "{silent} of {weeks} weeks have nothing, too quiet to tell a change of the level", "{weeks} 周中有 {silent} 周没有数据，过于稀少，无法判断变化", "{weeks} 週中有 {silent} 週沒有資料，過於稀少，無法判斷變化"
        ),
        "insight.change_points.silent_in": (
            "{series}: nothing in {silent} of {weeks} weeks, too quiet to tell a change of its level",
            "{series}：{weeks} 周中有 {silent} 周没有数据，过于稀少，无法判断变化",
            "{series}：{weeks} 週中有 {silent} 週沒有資料，過於稀少，無法判斷變化",
        ),
        "insight.change_points.no_season": (
            "With {weeks} weeks a season can't be told from a change; from {least} weeks on it can",
            "仅 {weeks} 周，无法区分季节与变化；满 {least} 周后可以",
            "僅 {weeks} 週，無法區分季節與變化；滿 {least} 週後可以",
        ),
        "insight.change_points.none": ("No series changed its level beyond what chance does", "没有任何序列的变化超出偶然范围", "沒有任何序列的變化超出偶然範圍"),
        "insight.steps.nobody": ("nobody became known 90 to 270 days ago", "90–270 天前没有新识别的顾客", "90–270 天前沒有新識別的顧客"),
        "insight.steps.too_few": (
            "Which step moved can't be said: {before} people became known in the earlier span and {now} in the latest; it takes {least} in each",
            "无法判断哪一步变了：前一段新识别 {before} 人，最近一段 {now} 人；每段至少需要 {least} 人",
            "無法判斷哪一步變了：前一段新識別 {before} 人，最近一段 {now} 人；每段至少需要 {least} 人",
        ),
        "insight.steps.no_awareness": (
            "How many saw an offer or heard of the programme nobody tells: declare an event whose name begins with “offer” (offer.seen) and post it",
            "没有数据说明多少人看到优惠或听说计划：请声明名称以 offer 开头的事件（offer.seen）并上报",
            "沒有資料說明多少人看到優惠或聽說計劃：請宣告名稱以 offer 開頭的事件（offer.seen）並上報",
        ),
        "insight.complaints.not_told": (
            "Complaints are told by nobody: declare an event whose name begins with “complaint” (complaint.made) and post each",
            "没有投诉数据：请声明名称以 complaint 开头的事件（complaint.made）并逐条上报",
            "沒有投訴資料：請宣告名稱以 complaint 開頭的事件（complaint.made）並逐筆上報",
        ),
        "insight.price.no_discounts": ("no order tells of a discount", "没有订单注明折扣", "沒有訂單註明折扣"),
        "insight.price.association": (
            "This is what goes together, not what causes what: whoever comes for a discount may differ in other ways too; only a trial tells",
            "这只是相关，并非因果：因折扣而来的会员可能在其他方面也不同；只有试验才能说明",
            "這只是相關，並非因果：因折扣而來的會員可能在其他方面也不同；只有試驗才能說明",
        ),
        "insight.categories.no_pairs": ("no two categories share 10 members", "没有两个品类共有 10 位会员", "沒有兩個品類共有 10 位會員"),
        "insight.categories.no_gaps": ("nobody has come back to a category on another day", "尚无会员在另一天回到同一品类", "尚無會員在另一天回到同一品類"),
    }
)
