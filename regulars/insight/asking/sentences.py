"""Titles, formulas and denominators of what models say, and what they can't, in three languages."""

from regulars.kit.phrases import phrases

_F = "insight.figure."
_BUYERS = ("members who bought at least once", "至少购买过一次的会员", "至少購買過一次的會員")
_POINTS = ("all points of the first wallet ever issued", "第一个积分账户发放过的全部积分", "第一個積分帳戶發放過的全部積分")
_ANSWERS = ("answers given", "已有的回答", "已有的回答")

_TOLD: dict[str, tuple[tuple[str, str, str], tuple[str, str, str], tuple[str, str, str]]] = {
    "classes": (
        ("The five classes", "五类会员", "五類會員"),
        (
            "cut on the calibrated chance of buying within the horizon and the margin expected in a year; a move takes two refreshes in a row, unless it is plain",
            "按校准后的期内购买概率与未来一年预期毛利划分；除非差异明显，须连续两次刷新才换类",
            "按校準後的期內購買機率與未來一年預期毛利劃分；除非差異明顯，須連續兩次更新才換類",
        ),
        _BUYERS,
    ),
    "class_moves": (
        ("Who moved between the classes", "类别迁移", "類別遷移"),
        ("members by their class at the last refresh and now", "按上次刷新与本次所在类别统计会员", "按上次更新與本次所在類別統計會員"),
        ("members known at either refresh", "任一次刷新时已知的会员", "任一次更新時已知的會員"),
    ),
    "churn": (
        ("How well leaving is foreseen", "流失预测的准确度", "流失預測的準確度"),
        (
            "AUC: how often somebody who left was ranked above somebody who stayed; learned before a day in the past, judged on the days after it",
            "AUC：流失者排在留存者之前的比例；用过去某日之前的数据学习，用之后的数据检验",
            "AUC：流失者排在留存者之前的比例；用過去某日之前的資料學習，用之後的資料檢驗",
        ),
        ("members who had bought before that day", "该日之前购买过的会员", "該日之前購買過的會員"),
    ),
    "churn_plot": (
        ("Said beside happened", "预测与实际对照", "預測與實際對照"),
        ("tenths of the members by their foreseen chance of leaving; the share that really left", "按预测流失概率把会员分为十组；对照实际流失比例", "按預測流失機率把會員分為十組；對照實際流失比例"),
        ("members who had bought before the day of judging", "检验日之前购买过的会员", "檢驗日之前購買過的會員"),
    ),
    "leaving": (
        ("Whom to call", "挽留名单", "挽留名單"),
        ("chance of leaving × margin expected in the horizon, the largest first; one in ten is left alone to measure by", "流失概率 × 期内预期毛利，从大到小；其中十分之一不联系，用作对照", "流失機率 × 期內預期毛利，由大到小；其中十分之一不聯絡，作為對照"),
        _BUYERS,
    ),
    "last_list": (
        ("How right the last list was", "上一份名单准不准", "上一份名單準不準"),
        (
            "of a tenth of the members, ranked one horizon ago by what there was to lose: the share that did not come since, beside what was foreseen and everybody's",
            "取一个周期前按可能损失排序的十分之一会员：其后未再购买的占比，并与预测值及全体对比",
            "取一個週期前按可能損失排序的十分之一會員：其後未再購買的占比，並與預測值及全體對比",
        ),
        ("members of that list", "该名单的会员", "該名單的會員"),
    ),
    "moved": (
        ("What moved revenue", "收入变化的原因", "收入變化的原因"),
        (
            "revenue = members × orders per member × average order; each step's part by logarithmic means, so that the parts add up to the change; range: 400 redraws of the members",
            "收入 = 会员数 × 人均订单数 × 客单价；各环节按对数平均分摊，各部分之和等于总变化；区间由 400 次会员重抽样得出",
            "收入 = 會員數 × 人均訂單數 × 客單價；各環節按對數平均分攤，各部分之和等於總變化；區間由 400 次會員重抽樣得出",
        ),
        ("members who bought in either span", "任一段时间内购买的会员", "任一段時間內購買的會員"),
    ),
    "clv": (
        ("How often members will come: the models", "购买频次模型", "購買頻次模型"),
        ("fitted by maximum likelihood, judged on purchases they never saw, beside “everybody goes on as before”", "极大似然拟合，用未见过的购买检验，并与“照旧”对比", "最大概似擬合，用未見過的購買檢驗，並與「照舊」對比"),
        _BUYERS,
    ),
    "clv_plot": (
        ("Purchases foreseen beside purchases made", "预测与实际购买次数对照", "預測與實際購買次數對照"),
        (
            "mean purchases in the days held out, foreseen and made, of members who had come again as often before them; the last group: so often or more",
            "按此前复购次数分组，比较保留检验期内人均预测与实际购买次数；最后一组为该次数及以上",
            "按此前回購次數分組，比較保留檢驗期內人均預測與實際購買次數；最後一組為該次數及以上",
        ),
        ("members who had bought before the days held out", "检验期之前购买过的会员", "檢驗期之前購買過的會員"),
    ),
    "clv_tracking": (
        ("Repeat purchases week by week", "每周累计复购", "每週累計回購"),
        (
            "all repeat purchases up to the end of each week, made and as the model has them; it knows nothing after the day of the cut",
            "截至每周末的累计复购次数，实际与模型预测；模型不知道截止日之后的任何数据",
            "截至每週末的累計回購次數，實際與模型預測；模型不知道截止日之後的任何資料",
        ),
        ("members who had bought before the days held out", "检验期之前购买过的会员", "檢驗期之前購買過的會員"),
    ),
    "value": (
        ("What members are worth within a year", "未来一年会员价值", "未來一年會員價值"),
        (
            "foreseen purchases × foreseen spend × margin, discounted 10 % a year, by tenths of the members; low and high: 95 of 100, from the parameters' errors and chance; for ever: without the year's end",
            "预期购买次数 × 预期客单 × 毛利率，按年 10% 折现，按会员十等分；上下限为 95%，含参数误差与偶然性；“永久”不以一年为限",
            "預期購買次數 × 預期客單 × 毛利率，按年 10% 折現，按會員十等分；上下限為 95%，含參數誤差與偶然性；「永久」不以一年為限",
        ),
        _BUYERS,
    ),
    "stages": (
        ("Where members are in their time with the shop", "生命周期阶段", "生命週期階段"),
        ("days since the last purchase ÷ the member's own usual gap: more than 2 at risk, more than 4 lapsed", "距上次购买天数 ÷ 会员自身的平常间隔：超过 2 为预警，超过 4 为流失", "距上次購買天數 ÷ 會員自身的平常間隔：超過 2 為預警，超過 4 為流失"),
        _BUYERS,
    ),
    "liability": (
        ("How many points will still be redeemed", "未来将兑换的积分", "未來將兌換的積分"),
        ("each month's points go on as the older months' did: chain ladder (Mack), Bornhuetter–Ferguson, Cape Cod, and 2,000 redrawn histories; low and high: 95 of 100", "各月积分按更早月份的规律发展：链梯法（Mack）、BF、Cape Cod，以及 2000 次重抽样；上下限为 95%", "各月積分按更早月份的規律發展：鏈梯法（Mack）、BF、Cape Cod，以及 2000 次重抽樣；上下限為 95%"),
        _POINTS,
    ),
    "liability_triangle": (
        ("Points by when they were earned and redeemed", "积分发放与兑换三角", "積分發放與兌換三角"),
        ("redeemed so many months after the month they were earned in, first in first out within a lot", "按获得月份之后经过的月数累计兑换；同一批次先进先出", "按獲得月份之後經過的月數累計兌換；同一批次先進先出"),
        _POINTS,
    ),
    "roll_forward": (
        ("What was owed from month to month", "积分负债变动表", "積分負債變動表"),
        ("opening + issued − redeemed − lapsed … = closing, and the last closing = the members' balances, to the point", "期初 + 发放 − 兑换 − 过期 … = 期末；最后一个期末等于会员余额，一分不差", "期初 + 發放 − 兌換 − 過期 … = 期末；最後一個期末等於會員餘額，一分不差"),
        _POINTS,
    ),
    "revenue_schedule": (
        ("Revenue for points, month by month (IFRS 15)", "积分收入确认（IFRS 15）", "積分收入認列（IFRS 15）"),
        ("each month's sales are split between goods and points by stand-alone prices (B40); the part for points becomes revenue as they are redeemed", "每月销售按单独售价在商品与积分间分摊（B40）；积分部分随兑换确认收入", "每月銷售按單獨售價在商品與積分間分攤（B40）；積分部分隨兌換認列收入"),
        ("sales of months in which points were issued", "发放过积分的月份的销售", "發放過積分的月份的銷售"),
    ),
    "journal_entries": (
        ("Journal entries for points", "积分会计分录", "積分會計分錄"),
        ("sale: Dr cash, Cr revenue, Cr contract liability; redemption: Dr contract liability, Cr revenue from points", "销售：借现金，贷收入、贷合同负债；兑换：借合同负债，贷积分收入", "銷售：借現金，貸收入、貸合約負債；兌換：借合約負債，貸積分收入"),
        ("sales of months in which points were issued", "发放过积分的月份的销售", "發放過積分的月份的銷售"),
    ),
    "anomalies": (
        ("Days that look wrong", "异常日", "異常日"),
        ("how unlikely a day's earning, redeeming, points and places are beside the member's own earlier days, and an isolation forest, as many a day as the shop can look at; and stores and tills beside such weekdays of theirs before (Benjamini–Hochberg); of the last 30 days", "与会员自身以往相比，当天获取、兑换、积分数与地点有多不寻常，并结合孤立森林，每天不超过商户能查看的条数；门店与收银端则与自身以往同一星期几相比（Benjamini–Hochberg）；近 30 天", "與會員自身以往相比，當天獲取、兌換、積分數與地點有多不尋常，並結合孤立森林，每天不超過商戶能查看的則數；門市與收銀端則與自身以往同一星期幾相比（Benjamini–Hochberg）；近 30 天"),
        ("days on which a member's points moved", "会员积分有变动的日子", "會員積分有變動的日子"),
    ),
    "surveys": (
        ("What members answer", "调查指数", "調查指數"),
        ("NPS = share of 9 and 10 − share of 0 to 6; CSAT = share of 4 and 5 of 5; CES = mean of 1 to 7; each with its 95 % interval", "NPS = 9–10 分占比 − 0–6 分占比；CSAT = 5 分制中 4–5 分占比；CES = 1–7 分均值；各附 95% 区间", "NPS = 9–10 分占比 − 0–6 分占比；CSAT = 5 分制中 4–5 分占比；CES = 1–7 分平均；各附 95% 區間"),
        _ANSWERS,
    ),
    "pairing": (
        ("What goes with what", "商品搭配", "商品搭配"),
        ("ln(lift) × n ÷ (n + shrinkage), n the orders with both; lift: times as often as by chance", "ln(提升度) × n ÷ (n + 收缩)，n 为同时含两者的订单数；提升度为随机水平的倍数", "ln(提升度) × n ÷ (n + 收縮)，n 為同時含兩者的訂單數；提升度為隨機水準的倍數"),
        ("orders that are no returns", "非退货订单", "非退貨訂單"),
    ),
    "slot": (
        ("What the slot for a new product brings", "新品展示位的效果", "新品展示位的效果"),
        (
            "share of shows after which the member bought the article within 28 days; other ways of choosing by weighing each show by their chance ÷ the chance it was drawn with (weights that add up; ips: without); low and high: 95 of 100",
            "展示后 28 天内购买该商品的占比；其他选择方式按“其概率 ÷ 实际抽取概率”对每次展示加权估算（权重归一；ips 为不归一）；上下限为 95%",
            "展示後 28 天內購買該商品的占比；其他選擇方式按「其機率 ÷ 實際抽取機率」對每次展示加權估算（權重歸一；ips 為不歸一）；上下限為 95%",
        ),
        ("first shows of an article to a member, 28 days or more ago", "28 天前及更早的首次展示", "28 天前及更早的首次展示"),
    ),
    "recommendations": (
        ("Do the recommendations work?", "推荐是否有效", "推薦是否有效"),
        ("the share of what members bought next that a list of ten held, beside what is popular and what each member buys most; a list that does not win stays off", "十件清单命中会员下次所购的比例，与热销榜、个人常购对比；不胜出则关闭", "十件清單命中會員下次所購的比例，與熱銷榜、個人常購對比；不勝出則關閉"),
        ("members who bought before and after the cut", "截止日前后都有购买的会员", "截止日前後都有購買的會員"),
    ),
}

phrases(
    {
        "insight.slot.few": (
            "fewer than {least} shows speak for some of these ways: they stand without a range",
            "部分方式的有效展示不足 {least} 次：不给出区间",
            "部分方式的有效展示不足 {least} 次：不給出區間",
        ),
        "insight.slot.none_yet": (
            "no show of a new product has had its {days} days to be answered yet ({waiting} are waiting); a web shop tells shows with POST /v1/insight/shown",
            "尚无新品展示满 {days} 天（{waiting} 次等待中）；网店用 POST /v1/insight/shown 告知展示",
            "尚無新品展示滿 {days} 天（{waiting} 次等待中）；網店用 POST /v1/insight/shown 告知展示",
        ),
        **{f"{_F}{name}": title for name, (title, _, _) in _TOLD.items()},
        **{f"{_F}{name}.formula": formula for name, (_, formula, _) in _TOLD.items()},
        **{f"{_F}{name}.of": of for name, (_, _, of) in _TOLD.items()},
        "insight.needs_snapshot": (
            "this stands on the journal: it can be said of the running shop, not of order files",
            "此项依据积分流水：只能针对运行中的商店，不能用订单文件计算",
            "此項依據積分流水：只能針對運行中的商店，不能用訂單檔案計算",
        ),
        "insight.moves.no_refresh_before": (
            "who moved can be said from the second refresh on",
            "从第二次刷新起才能说明会员迁移",
            "從第二次更新起才能說明會員遷移",
        ),
        "insight.value.no_model": (
            "no model of repeat buying fits these orders soundly, so no worth can be said",
            "没有任何复购模型能可靠拟合这些订单，因此无法给出会员价值",
            "沒有任何回購模型能可靠擬合這些訂單，因此無法給出會員價值",
        ),
        "insight.liability.no_points": ("no points have been issued yet", "尚未发放任何积分", "尚未發放任何積分"),
        "insight.liability.no_point_value": (
            "the programme does not say what a point is worth (point_value), so points can't be told as money",
            "计划未说明积分价值（point_value），无法以金额表示积分",
            "計劃未說明積分價值（point_value），無法以金額表示積分",
        ),
        "insight.liability.unusual_months": (
            "{months} months stand out from what the older ones lead to expect (a campaign, a devaluation?): the ranges may mislead",
            "有 {months} 个月明显偏离以往规律（促销或贬值？），区间可能有误导",
            "有 {months} 個月明顯偏離以往規律（促銷或貶值？），區間可能有誤導",
        ),
        "insight.liability.rate_said": (
            "all months together speak for {rate} of the points being redeemed in the end",
            "综合所有月份，最终约有 {rate} 的积分会被兑换",
            "綜合所有月份，最終約有 {rate} 的積分會被兌換",
        ),
        "insight.pairing.none": (
            "no two articles are bought together more often than by chance",
            "没有任何两种商品的同购次数高于随机水平",
            "沒有任何兩種商品的同購次數高於隨機水準",
        ),
        "insight.surveys.none": (
            "nobody has answered a survey that fits (survey.answered with a score; ids beginning with nps, csat, ces, acsi, repurchase, cross, recommend or price)",
            "没有可用的调查回答（survey.answered 带 score；编号以 nps、csat、ces、acsi、repurchase、cross、recommend 或 price 开头）",
            "沒有可用的調查回答（survey.answered 帶 score；編號以 nps、csat、ces、acsi、repurchase、cross、recommend 或 price 開頭）",
        ),
        "insight.surveys.which_scale": (
            "the scale of the survey “{survey}” is not known: let its id begin with nps, csat, ces, acsi, repurchase, cross, recommend or price",
            "无法判断调查“{survey}”的量表：请让编号以 nps、csat、ces、acsi、repurchase、cross、recommend 或 price 开头",
            "無法判斷調查「{survey}」的量表：請讓編號以 nps、csat、ces、acsi、repurchase、cross、recommend 或 price 開頭",
        ),
    }
)
