"""Titles, formulas and denominators of what is said of groups of members, and what can't be, in three languages."""

from regulars.kit.phrases import phrases

_F = "insight.figure."
_BUYERS = ("members who bought at least once", "至少购买过一次的会员", "至少購買過一次的會員")

_TOLD: dict[str, tuple[tuple[str, str, str], tuple[str, str, str], tuple[str, str, str]]] = {
    "rfm_scores": (
        ("Recency, frequency, money: who stands where", "RFM 分布", "RFM 分布"),
        (
            "each of R, F, M from 1 to 5 by cut points: the shop's own fifths, the owner's thresholds, or k-means; equal values score alike, and the cut points stay for a quarter",
            "R、F、M 按分界值各评 1–5 分：本店五分位、店主设定的门槛或聚类；数值相同得分相同，分界值一季不变",
            "R、F、M 按分界值各評 1–5 分：本店五分位、店主設定的門檻或聚類；數值相同得分相同，分界值一季不變",
        ),
        _BUYERS,
    ),
    "rfm_cuts": (
        ("The cut points of RFM", "RFM 分界值", "RFM 分界值"),
        ("up to which value each score reaches, from the worst; days, purchase days, net revenue", "各分数（从最差起）所及的上限：天数、购买日数、净收入", "各分數（從最差起）所及的上限：天數、購買日數、淨收入"),
        _BUYERS,
    ),
    "stability": (
        ("How much of the moving is luck", "变动中有多少是偶然", "變動中有多少是偶然"),
        (
            "RFM: each purchase day redrawn as often as chance has it (Poisson bootstrap, 20 draws), the cut points unchanged; classes: each quarter of the members in turn teaches nothing; beside it, who moved since the last refresh",
            "RFM：分界值不变，购买日按泊松自助法重抽 20 次；五类：轮流去掉四分之一会员重新学习；并列上次刷新以来的实际变动",
            "RFM：分界值不變，購買日按泊松自助法重抽 20 次；五類：輪流去掉四分之一會員重新學習；並列上次更新以來的實際變動",
        ),
        ("members who bought, at most 20,000 drawn from them", "购买过的会员（最多抽取 20,000 名）", "購買過的會員（最多抽取 20,000 名）"),
    ),
    "stage_moves": (
        ("From stage to stage", "生命周期阶段的变动", "生命週期階段的變動"),
        ("who was at which stage four weeks ago and is at which now, each by their own rhythm; share: of those who were there", "四周前与现在所处的阶段，均按各自的购买节奏；占比：占原阶段会员", "四週前與現在所處的階段，均按各自的購買節奏；占比：占原階段會員"),
        _BUYERS,
    ),
    "grades": (
        ("What members leave over", "客户价值等级", "客戶價值等級"),
        (
            "margin of a year − returns − contacts − points redeemed − delivery; A the best fifth of those who leave something over, E those who cost more than they bring; cut points stay for a quarter",
            "一年毛利 − 退货 − 客服联系 − 已兑积分 − 配送；A 为有盈余者中最好的五分之一，E 为成本高于贡献者；分界值一季不变",
            "一年毛利 − 退貨 − 客服聯絡 − 已兌積分 − 配送；A 為有盈餘者中最好的五分之一，E 為成本高於貢獻者；分界值一季不變",
        ),
        ("members who bought in the last 365 days", "近 365 天购买过的会员", "近 365 天購買過的會員"),
    ),
    "personas": (
        ("Members who behave alike", "行为画像", "行為畫像"),
        (
            "k-means on purchase days, recency, spend, basket, categories and discounts; shown only where it holds when other members are drawn (Rand index ≥ 0.8) and tells more than RFM; centres stay for a quarter, a member leaves one only for another that is nearer by a tenth",
            "按购买天数、间隔、金额、品类与折扣聚类；仅在重抽样稳定（兰德指数 ≥ 0.8）且优于 RFM 时显示；中心一季不变，近出一成以上才换组",
            "按購買天數、間隔、金額、品類與折扣分群；僅在重抽樣穩定（蘭德指數 ≥ 0.8）且優於 RFM 時顯示；中心一季不變，近出一成以上才換組",
        ),
        _BUYERS,
    ),
    "rfe": (
        ("Who visits, and who of them buys", "谁在访问，谁会购买", "誰在造訪，誰會購買"),
        (
            "visit days, days since the last visit, and engagement (length, at most 30 minutes and the 99th percentile; pages), each 1 to 5 by fifths of a window that stays for a quarter; keen: lately and engaged; curious: lately; cooling: engaged, not lately; gone: neither",
            "访问日数、距上次访问天数、投入度（时长上限 30 分钟及第 99 百分位；页数），各按一季不变的参照窗口五等分评 1–5 分；热心：近期且投入；好奇：近期；转冷：投入但非近期；离去：两者皆无",
            "造訪日數、距上次造訪天數、投入度（時長上限 30 分鐘及第 99 百分位；頁數），各按一季不變的參照窗口五等分評 1–5 分；熱心：近期且投入；好奇：近期；轉冷：投入但非近期；離去：兩者皆無",
        ),
        ("all members, whether they buy or not; visits of the last 365 days", "全部会员（无论是否购买）；近 365 天的访问", "全部會員（無論是否購買）；近 365 天的造訪"),
    ),
    "rfe_classes": (
        ("Visitors beside the five classes", "访问者与五类会员", "造訪者與五類會員"),
        ("how many of each kind of visitor stand in which class, or have not bought", "各类访问者中属于各类别或尚未购买的人数", "各類造訪者中屬於各類別或尚未購買的人數"),
        ("members who visited in the last 365 days", "近 365 天访问过的会员", "近 365 天造訪過的會員"),
    ),
    "loyalty": (
        ("What members say and what they do", "忠诚度指数", "忠誠度指數"),
        (
            "attitude: the last answers on repurchase, cross-buying, recommending and price tolerance as 0 to 100; behaviour: ranks of purchases and of frequency, recency, length and depth of visits; weights: judgement (AHP) × entropy, none above 0.4 by entropy, the same for a quarter; missing is not made up; 95 of 100 redraws lie within",
            "态度：再次购买、交叉购买、推荐、价格容忍的最近回答（0–100）；行为：购买与访问频次、最近访问、时长、深度的排位；权重：判断（AHP）× 熵权（单项不超过 0.4），一季不变；缺失不补；区间为 95% 重抽样",
            "態度：再次購買、交叉購買、推薦、價格容忍的最近回答（0–100）；行為：購買與造訪頻次、最近造訪、時長、深度的排位；權重：判斷（AHP）× 熵權（單項不超過 0.4），一季不變；缺失不補；區間為 95% 重抽樣",
        ),
        ("all members; the coverage says of how many each part is known", "全部会员；覆盖率表示各部分已知的比例", "全部會員；覆蓋率表示各部分已知的比例"),
    ),
    "loyalty_weights": (
        ("How much each part of the index counts", "指数各项的权重", "指數各項的權重"),
        ("weight ∝ judged (AHP, equal where the shop has not judged) × entropy (1 − e, capped at 0.4)", "权重 ∝ 判断（AHP，未判断时相同）× 熵权（1 − e，上限 0.4）", "權重 ∝ 判斷（AHP，未判斷時相同）× 熵權（1 − e，上限 0.4）"),
        ("members of whom every item of the part is known", "该部分各项均已知的会员", "該部分各項均已知的會員"),
    ),
}

phrases(
    {
        **{f"{_F}{name}": told[0] for name, told in _TOLD.items()},
        **{f"{_F}{name}.formula": told[1] for name, told in _TOLD.items()},
        **{f"{_F}{name}.of": told[2] for name, told in _TOLD.items()},
        "insight.rfm.version": (
            "cut points no. {version} ({method}) of {made_on}, the same until {until}",
            "第 {version} 版分界值（{method}），制定于 {made_on}，沿用至 {until}",
            "第 {version} 版分界值（{method}），制定於 {made_on}，沿用至 {until}",
        ),
        "insight.rfm.window": (
            "frequency and money of the last {days} days; {outside} members bought only before, and score 1 in both",
            "频次与金额只计近 {days} 天；{outside} 位会员仅在此之前购买，两项均为 1 分",
            "頻次與金額只計近 {days} 天；{outside} 位會員僅在此之前購買，兩項均為 1 分",
        ),
        "insight.grades.version": ("cut points of the grades no. {version}", "等级分界值第 {version} 版", "等級分界值第 {version} 版"),
        "insight.grades.no_contacts": (
            "nobody tells of contacts (event contact.made): they count as free",
            "没有客服联系的数据（事件 contact.made），按零计算",
            "沒有客服聯絡的資料（事件 contact.made），按零計算",
        ),
        "insight.grades.no_delivery": (
            "nobody tells of deliveries (event delivery.made): they count as free",
            "没有配送的数据（事件 delivery.made），按零计算",
            "沒有配送的資料（事件 delivery.made），按零計算",
        ),
        "insight.grades.unpriced_contacts": (
            "{n} contacts were told without what they cost and count as free: tell what a contact costs in the settings",
            "{n} 次客服联系未注明成本，按零计算：请在设置中填写每次联系的成本",
            "{n} 次客服聯絡未註明成本，按零計算：請在設定中填寫每次聯絡的成本",
        ),
        "insight.grades.unpriced_delivery": (
            "{n} deliveries were told without what they cost and count as free: tell what a delivery costs in the settings",
            "{n} 次配送未注明成本，按零计算：请在设置中填写每次配送的成本",
            "{n} 次配送未註明成本，按零計算：請在設定中填寫每次配送的成本",
        ),
        "insight.personas.version": (
            "personas no. {version}, found on {made_on}; their shares have drifted by {drift} since (population stability index)",
            "第 {version} 版画像，建立于 {made_on}；此后人数占比漂移 {drift}（PSI）",
            "第 {version} 版畫像，建立於 {made_on}；此後人數占比漂移 {drift}（PSI）",
        ),
        "insight.personas.drifted": (
            "the personas have drifted by {drift}, more than {most}: they are of another time, and are found anew at the next refresh",
            "画像已漂移 {drift}，超过 {most}：已不合时宜，将在下次刷新时重建",
            "畫像已漂移 {drift}，超過 {most}：已不合時宜，將在下次更新時重建",
        ),
        "insight.visits.none": (
            "nobody tells of visits to the web shop (event site.visited with seconds and pages)",
            "没有网店访问的数据（事件 site.visited，带 seconds 与 pages）",
            "沒有網店造訪的資料（事件 site.visited，帶 seconds 與 pages）",
        ),
        "insight.visits.too_few": (
            "fifths take at least {least} visitors; there are {members}",
            "五等分至少需要 {least} 位访问者，现有 {members} 位",
            "五等分至少需要 {least} 位造訪者，現有 {members} 位",
        ),
        "insight.visits.version": ("ranked against window no. {version}", "按第 {version} 版参照窗口排位", "按第 {version} 版參照窗口排位"),
        "insight.loyalty.unasked": (
            "nobody was asked about: {items}; the attitude stands on the other answers",
            "尚未询问：{items}；态度仅依据其余回答",
            "尚未詢問：{items}；態度僅依據其餘回答",
        ),
        "insight.loyalty.wrong": ("{n} answers lie off their scale and are left out", "有 {n} 个回答超出量表，未计入", "有 {n} 個回答超出量表，未計入"),
        "insight.loyalty.version": ("weights and reference no. {version}", "权重与参照第 {version} 版", "權重與參照第 {version} 版"),
        "persona.purchase_days.high": ("comes often", "常来", "常來"),
        "persona.purchase_days.low": ("comes seldom", "少来", "少來"),
        "persona.days_since.high": ("has been away for long", "久未来", "久未來"),
        "persona.days_since.low": ("was here lately", "近期来过", "近期來過"),
        "persona.mean_spend.high": ("spends much at once", "单次花费高", "單次花費高"),
        "persona.mean_spend.low": ("spends little at once", "单次花费低", "單次花費低"),
        "persona.lines_an_order.high": ("fills the basket", "一次买很多件", "一次買很多件"),
        "persona.lines_an_order.low": ("buys single things", "一次只买一两件", "一次只買一兩件"),
        "persona.categories.high": ("buys of many kinds", "品类多", "品類多"),
        "persona.categories.low": ("buys of few kinds", "品类少", "品類少"),
        "persona.discount_share.high": ("buys at discounts", "多买折扣品", "多買折扣品"),
        "persona.discount_share.low": ("pays the full price", "多付原价", "多付原價"),
        "persona.average": ("like everybody", "与多数人相同", "與多數人相同"),
        "visitor.keen": ("keen", "热心", "熱心"),
        "visitor.curious": ("curious", "好奇", "好奇"),
        "visitor.cooling": ("cooling", "转冷", "轉冷"),
        "visitor.gone": ("gone", "离去", "離去"),
        "visitor.no_visit": ("no visits", "未访问", "未造訪"),
        "class.not_bought": ("has not bought", "尚未购买", "尚未購買"),
        "class.no_class": ("bought, no class", "已购买，无类别", "已購買，無類別"),
    }
)
