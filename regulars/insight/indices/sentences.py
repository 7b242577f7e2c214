"""What can't be said of surveys and indices, and the names of the map, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        "insight.index.no_answers": ("nobody has answered", "还没有人回答", "還沒有人回答"),
        "insight.index.negative_count": ("a count can't be negative", "数量不能为负", "數量不能為負"),
        "insight.index.off_scale": (
            "an answer lies off the scale of {low} to {high}",
            "有答案超出了 {low} 至 {high} 的量表",
            "有答案超出了 {low} 至 {high} 的量表",
        ),
        "insight.index.weights": (
            "weights have to be as many as the items, none below 0, and add up to 1",
            "权重的数量必须与题目相同，不小于 0，且总和为 1",
            "權重的數量必須與題目相同，不小於 0，且總和為 1",
        ),
        "insight.index.judgements": (
            "judgements have to be a square of 2 to 10 things, all above 0, each the inverse of its opposite",
            "判断矩阵须为 2 至 10 项的方阵，元素均大于 0，且互为倒数",
            "判斷矩陣須為 2 至 10 項的方陣，元素均大於 0，且互為倒數",
        ),
        "insight.index.inconsistent": (
            "the judgements contradict each other: consistency ratio {ratio}, at most {most}",
            "判断前后矛盾：一致性比率 {ratio}，上限为 {most}",
            "判斷前後矛盾：一致性比率 {ratio}，上限為 {most}",
        ),
        "insight.index.not_positive": (
            "entropy weights take at least two members and numbers of 0 or more",
            "熵权法至少需要两名会员，且数值不小于 0",
            "熵權法至少需要兩名會員，且數值不小於 0",
        ),
        "insight.index.all_alike": (
            "everybody is alike in everything, so no weight can be found",
            "所有会员在各项上都一样，无法确定权重",
            "所有會員在各項上都一樣，無法確定權重",
        ),
        "insight.index.sessions": (
            "sessions take a member, a day, seconds and pages each, none below 0",
            "每次访问都要有会员、日期、时长和页数，且不能为负",
            "每次造訪都要有會員、日期、時長和頁數，且不能為負",
        ),
        "insight.index.no_visits": (
            "nobody had visited before {cut}",
            "{cut} 之前没有人访问过",
            "{cut} 之前沒有人造訪過",
        ),
        "insight.index.no_outcome": (
            "of the members with an index all did the same afterwards, so it can't be tried",
            "有指数的会员之后行为都一样，无法检验该指数",
            "有指數的會員之後行為都一樣，無法檢驗該指數",
        ),
        "insight.index.not_valid": (
            "who buys again is not ranked better by this index (AUC {index}) than by the last purchase alone (AUC {recency})",
            "在预测谁会再次购买上，该指数（AUC {index}）并不优于只看最近一次消费（AUC {recency}）",
            "在預測誰會再次購買上，該指數（AUC {index}）並不優於只看最近一次消費（AUC {recency}）",
        ),
        "loyalty.true": ("true loyalty", "真正忠诚", "真正忠誠"),
        "loyalty.latent": ("latent loyalty", "潜在忠诚", "潛在忠誠"),
        "loyalty.spurious": ("spurious loyalty", "虚假忠诚", "虛假忠誠"),
        "loyalty.none": ("no loyalty", "无忠诚", "無忠誠"),
    }
)
