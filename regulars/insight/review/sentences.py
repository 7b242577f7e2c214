"""What the monthly review says, in three languages."""

from regulars.insight import page_words  # noqa: F401  (the steps of revenue)
from regulars.kit.phrases import phrases

_R = "insight.review."

phrases(
    {
        "insight.figure.review": ("The month on one page", "月度一页报告", "月度一頁報告"),
        "insight.figure.review.formula": (
            "every sentence is made from a row of the figure beside it, by stated rules; nothing is written by hand or guessed",
            "每句话都由所列指标的一行数据按既定规则生成；没有手写或猜测的内容",
            "每句話都由所列指標的一列資料按既定規則產生；沒有手寫或猜測的內容",
        ),
        "insight.figure.review.of": ("the last month that is over, beside the one before and the same a year ago", "最近一个已结束的月份，与上月及去年同月对比", "最近一個已結束的月份，與上月及去年同月對比"),
        "insight.figure.month_moved": ("What moved the month's revenue", "本月收入变化的原因", "本月收入變化的原因"),
        "insight.figure.month_moved.formula": (
            "revenue = members × orders per member × average order, this month beside the one before; each step's part by logarithmic means; range: 400 redraws of the members",
            "收入 = 会员数 × 人均订单数 × 客单价，本月与上月对比；各环节按对数平均分摊；区间由 400 次会员重抽样得出",
            "收入 = 會員數 × 人均訂單數 × 客單價，本月與上月對比；各環節按對數平均分攤；區間由 400 次會員重抽樣得出",
        ),
        "insight.figure.month_moved.of": ("members who bought in either month", "任一月份购买的会员", "任一月份購買的會員"),
        "insight.series.sold": ("sales", "销售额", "銷售額"),
        "insight.series.orders": ("orders", "订单数", "訂單數"),
        "insight.series.members": ("buyers", "购买会员数", "購買會員數"),
        "insight.series.aov": ("the average order", "客单价", "客單價"),
        "insight.series.return_rate": ("the return rate", "退货率", "退貨率"),
        "insight.series.redemptions": ("redemptions", "兑换次数", "兌換次數"),
        f"{_R}topic.went": ("How it went", "经营情况", "經營情況"),
        f"{_R}topic.moved": ("What moved it", "变化原因", "變化原因"),
        f"{_R}topic.people": ("Who came", "谁来了", "誰來了"),
        f"{_R}topic.where": ("Where and what", "渠道与品类", "通路與品類"),
        f"{_R}topic.leaving": ("Who is leaving", "谁在流失", "誰在流失"),
        f"{_R}topic.points": ("Points", "积分", "積分"),
        f"{_R}topic.alerts": ("What to look at", "需要查看", "需要查看"),
        f"{_R}topic.targets": ("Targets", "目标", "目標"),
        f"{_R}topic.running": ("So far this month", "本月至今", "本月至今"),
        f"{_R}topic.next": ("What to do next", "建议", "建議"),
        f"{_R}went": ("In {month} members brought {revenue} net in {orders} orders.", "{month}会员带来净收入 {revenue}，共 {orders} 笔订单。", "{month}會員帶來淨收入 {revenue}，共 {orders} 筆訂單。"),
        f"{_R}went.so_far": (
            "{month} is not over: in its first {days} days members brought {revenue} net in {orders} orders.",
            "{month}尚未结束：前 {days} 天会员带来净收入 {revenue}，共 {orders} 笔订单。",
            "{month}尚未結束：前 {days} 天會員帶來淨收入 {revenue}，共 {orders} 筆訂單。",
        ),
        f"{_R}than": ("Against {other} ({before}) that is {change}.", "较{other}（{before}）变化 {change}。", "較{other}（{before}）變化 {change}。"),
        f"{_R}than.so_far": ("The same days of {other} brought {before}: {change}.", "{other}同期为 {before}：{change}。", "{other}同期為 {before}：{change}。"),
        f"{_R}than.days": (
            "A day it is {change}: {month} had {days} days, {other} {days_before}.",
            "按日均为 {change}：{month}有 {days} 天，{other}有 {days_before} 天。",
            "按日均為 {change}：{month}有 {days} 天，{other}有 {days_before} 天。",
        ),
        f"{_R}moved.sure": ("Most of it: {step}, {moved} (95 of 100 redraws: {low} … {high}).", "主要原因：{step}，{moved}（95% 区间：{low} … {high}）。", "主要原因：{step}，{moved}（95% 區間：{low} … {high}）。"),
        f"{_R}moved.unsure": (
            "No step moved it beyond chance; the largest was {step}, {moved} ({low} … {high}).",
            "没有任何环节的变化超出偶然；最大的是{step}，{moved}（{low} … {high}）。",
            "沒有任何環節的變化超出偶然；最大的是{step}，{moved}（{low} … {high}）。",
        ),
        f"{_R}level": (
            "A new level of {series} since the week of {week}: {change} ({low} … {high}).",
            "自 {week} 当周起，{series}水平改变：{change}（{low} … {high}）。",
            "自 {week} 當週起，{series}水準改變：{change}（{low} … {high}）。",
        ),
        f"{_R}people": (
            "{members} members bought, {new} of them for the first time; in {other} it was {members_before} and {new_before}.",
            "{members} 位会员购买，其中 {new} 位为首次；{other}分别为 {members_before} 和 {new_before}。",
            "{members} 位會員購買，其中 {new} 位為首次；{other}分別為 {members_before} 和 {new_before}。",
        ),
        f"{_R}kept.up": ("Of the {members} buyers of {other}, {share} came again in {month}: {points} percentage points on the month before, beyond chance.", "{other}的 {members} 位购买者中，{share} 在{month}再次购买：较上月 {points} 个百分点，超出偶然。", "{other}的 {members} 位購買者中，{share} 在{month}再次購買：較上月 {points} 個百分點，超出偶然。"),
        f"{_R}kept.same": ("Of the {members} buyers of {other}, {share} came again in {month}: {points} percentage points on the month before, within chance.", "{other}的 {members} 位购买者中，{share} 在{month}再次购买：较上月 {points} 个百分点，在偶然范围内。", "{other}的 {members} 位購買者中，{share} 在{month}再次購買：較上月 {points} 個百分點，在偶然範圍內。"),
        f"{_R}where.channel": ("The channel that moved most is {name}: {moved} ({before} → {now}).", "变化最大的渠道是{name}：{moved}（{before} → {now}）。", "變化最大的通路是{name}：{moved}（{before} → {now}）。"),
        f"{_R}where.gain": ("The category that gained most is {name}: {moved} ({before} → {now}).", "增长最多的品类是{name}：{moved}（{before} → {now}）。", "成長最多的品類是{name}：{moved}（{before} → {now}）。"),
        f"{_R}where.loss": ("The category that lost most is {name}: {moved} ({before} → {now}).", "下降最多的品类是{name}：{moved}（{before} → {now}）。", "下降最多的品類是{name}：{moved}（{before} → {now}）。"),
        f"{_R}leaving": (
            "On {as_of} {members} members are in the class “churn risk”, {share} of all who ever bought: they brought much, and are less likely to buy soon than the others.",
            "截至 {as_of}，{members} 位会员属于“流失风险”类，占购买过的会员 {share}：以往消费较多，近期购买可能性低于平均。",
            "截至 {as_of}，{members} 位會員屬於「流失風險」類，占購買過的會員 {share}：以往消費較多，近期購買可能性低於平均。",
        ),
        f"{_R}leaving.came": ("{members} of them came into that class with the last refresh.", "其中 {members} 位为最近一次刷新新进入。", "其中 {members} 位為最近一次更新新進入。"),
        f"{_R}points": (
            "{issued} points were given out and {redeemed} redeemed; at the end {closing} were owed.",
            "发放积分 {issued}，兑换 {redeemed}；期末尚欠 {closing}。",
            "發放積分 {issued}，兌換 {redeemed}；期末尚欠 {closing}。",
        ),
        f"{_R}alerts": ("{alerts} days of members looked wrong in {month}; the most unlikely is {day}.", "{month}有 {alerts} 个会员日看起来异常；最不寻常的是 {day}。", "{month}有 {alerts} 個會員日看起來異常；最不尋常的是 {day}。"),
        f"{_R}alerts.none": ("No day of a member looked wrong in {month}.", "{month}没有看起来异常的会员日。", "{month}沒有看起來異常的會員日。"),
        f"{_R}target.met": ("{name}: {value}, target {aim}: met.", "{name}：{value}，目标 {aim}：达标。", "{name}：{value}，目標 {aim}：達標。"),
        f"{_R}target.near": ("{name}: {value}, target {aim}: near.", "{name}：{value}，目标 {aim}：接近。", "{name}：{value}，目標 {aim}：接近。"),
        f"{_R}target.missed": ("{name}: {value}, target {aim}: missed.", "{name}：{value}，目标 {aim}：未达标。", "{name}：{value}，目標 {aim}：未達標。"),
        f"{_R}next.alerts": ("Look at the {alerts} days that look wrong before anything else.", "请先查看这 {alerts} 个异常会员日。", "請先查看這 {alerts} 個異常會員日。"),
        f"{_R}next.call": (
            "Fewer members came, beyond chance: call those with most to lose ({members} are in the class “churn risk”; the list is under “Whom to call”).",
            "购买会员减少，超出偶然：请优先联系可能损失最大者（{members} 位属于“流失风险”类，见“挽留名单”）。",
            "購買會員減少，超出偶然：請優先聯絡可能損失最大者（{members} 位屬於「流失風險」類，見「挽留名單」）。",
        ),
        f"{_R}next.basket": (
            "The average order fell, beyond chance: show what goes with what, such as {sku} with {goes_with}.",
            "客单价下降，超出偶然：可展示搭配商品，例如 {sku} 与 {goes_with}。",
            "客單價下降，超出偶然：可展示搭配商品，例如 {sku} 與 {goes_with}。",
        ),
        f"{_R}next.smaller": (
            "The average order fell, beyond chance: look whether baskets have become smaller or discounts deeper.",
            "客单价下降，超出偶然：请查看是商品件数变少还是折扣变深。",
            "客單價下降，超出偶然：請查看是商品件數變少還是折扣變深。",
        ),
        f"{_R}next.new": (
            "{new} newcomers instead of {new_before}: fewer than chance would have; look through which channel they used to come.",
            "新客 {new} 位，此前 {new_before} 位，减少超出偶然：请查看以往新客来自哪些渠道。",
            "新客 {new} 位，此前 {new_before} 位，減少超出偶然：請查看以往新客來自哪些通路。",
        ),
        f"{_R}next.second": (
            "More are lost after the first purchase than after any later one ({share} come again within 90 days): write to new members before {days} days have passed, when half of those who return are back.",
            "与之后各次相比，首购后流失最多（{share} 在 90 天内再次购买）：请在 {days} 天内联系新会员，届时半数回头客已回来。",
            "與之後各次相比，首購後流失最多（{share} 在 90 天內再次購買）：請在 {days} 天內聯絡新會員，屆時半數回頭客已回來。",
        ),
        f"{_R}next.none": ("No rule calls for a step this month.", "本月没有规则建议采取行动。", "本月沒有規則建議採取行動。"),
        f"{_R}no_month": (
            "There is no review of “{month}”: a month from {first} to {last}, as YYYY-MM",
            "没有“{month}”的报告：请给出 {first} 至 {last} 之间的月份（YYYY-MM）",
            "沒有「{month}」的報告：請給出 {first} 至 {last} 之間的月份（YYYY-MM）",
        ),
        f"{_R}cut_short": ("{other} can't be compared with: orders begin on {first}", "无法与{other}对比：订单始于 {first}", "無法與{other}對比：訂單始於 {first}"),
        f"{_R}no_whole_month": ("no whole month of orders is over yet", "尚无一个完整的月份", "尚無一個完整的月份"),
        f"{_R}unfinished": (
            "{month} is not over: who came and came again, channels and categories are told once it is",
            "{month}尚未结束：购买与再次购买的会员、渠道与品类待月末再报告",
            "{month}尚未結束：購買與再次購買的會員、通路與品類待月底再報告",
        ),
        f"{_R}past": (
            "who was leaving, alerts and targets of {month} can't be told from today: ask as of its last day (--as-of)",
            "无法从今天回看{month}的流失、异常与目标：请以该月最后一天为截止日（--as-of）",
            "無法從今天回看{month}的流失、異常與目標：請以該月最後一天為截止日（--as-of）",
        ),
    }
)
