"""What can't be said about who is leaving, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        "insight.churn.arrays_differ": (
            "the columns have different lengths: {lengths}",
            "各列长度不一致：{lengths}",
            "各欄長度不一致：{lengths}",
        ),
        "insight.churn.not_whole_numbers": (
            "members, days and amounts have to be whole numbers, and members not below 0",
            "会员、日期和金额必须是整数，会员编号不能为负",
            "會員、日期和金額必須是整數，會員編號不能為負",
        ),
        "insight.churn.no_purchases": ("there is no purchase", "没有任何消费", "沒有任何消費"),
        "insight.churn.after_the_end": (
            "{rows} purchases lie on or after {until}, which is not over yet",
            "{rows} 笔消费的日期不早于 {until}，那一天尚未结束",
            "{rows} 筆消費的日期不早於 {until}，那一天尚未結束",
        ),
        "insight.churn.cut_after_the_end": (
            "purchases are known up to {until}, so nothing can be said as of {cut}",
            "消费数据只到 {until}，无法以 {cut} 为基准日",
            "消費資料只到 {until}，無法以 {cut} 為基準日",
        ),
        "insight.churn.nobody_yet": (
            "nobody had bought anything before {cut}",
            "在 {cut} 之前没有人消费过",
            "在 {cut} 之前沒有人消費過",
        ),
        "insight.churn.no_horizon": (
            "a window of {horizon} days is no window",
            "{horizon} 天不能作为观察期",
            "{horizon} 天不能作為觀察期",
        ),
        "insight.churn.window_not_full": (
            "who left between {cut} and {ends} isn't known yet: purchases are known up to {until}",
            "{cut} 至 {ends} 之间谁流失了还不知道：消费数据只到 {until}",
            "{cut} 至 {ends} 之間誰流失了還不知道：消費資料只到 {until}",
        ),
        "insight.churn.too_young": (
            "who is leaving can't be learned from {days} days of orders; it takes {needed}",
            "仅凭 {days} 天的订单无法学习谁会流失，至少需要 {needed} 天",
            "僅憑 {days} 天的訂單無法學習誰會流失，至少需要 {needed} 天",
        ),
        "insight.churn.nobody_came_twice": (
            "nobody ever came twice, so nobody's absence means anything yet",
            "没有人来过第二次，因此谁没来还说明不了什么",
            "沒有人來過第二次，因此誰沒來還說明不了什麼",
        ),
        "insight.churn.too_few_outcomes": (
            "between {cut} and {ends} {left} members stayed away and {bought} bought; it takes {needed} of each to learn who is leaving",
            "{cut} 至 {ends} 之间有 {left} 名会员未消费、{bought} 名消费；两者都至少要 {needed} 名才能学习谁会流失",
            "{cut} 至 {ends} 之間有 {left} 名會員未消費、{bought} 名消費；兩者都至少要 {needed} 名才能學習誰會流失",
        ),
        "insight.churn.no_lightgbm": (
            "LightGBM can't be loaded on this machine ({why}); the logit alone was used",
            "本机无法加载 LightGBM（{why}），仅使用逻辑回归",
            "本機無法載入 LightGBM（{why}），僅使用邏輯迴歸",
        ),
        "insight.churn.not_better": (
            "out of time the model (AUC {auc}) does not beat simply ranking by {baseline} (AUC {baseline_auc}): use that",
            "在之后的时段上，模型（AUC {auc}）不优于直接按“{baseline}”排序（AUC {baseline_auc}）：请用后者",
            "在之後的時段上，模型（AUC {auc}）不優於直接按「{baseline}」排序（AUC {baseline_auc}）：請用後者",
        ),
        "insight.churn.worse_than_share": (
            "out of time the probabilities of leaving were further off (Brier {brier}) than saying {share} of everybody ({plain}): go by the order, not by the percentages",
            "在之后的时段上，流失概率的误差（Brier {brier}）大于对所有人都说 {share}（{plain}）：请只看排序，不看百分比",
            "在之後的時段上，流失機率的誤差（Brier {brier}）大於對所有人都說 {share}（{plain}）：請只看排序，不看百分比",
        ),
        "insight.churn.by.recency": ("days since the last purchase", "距最近购买的天数", "距最近購買的天數"),
        "insight.churn.by.frequency": ("number of purchase days", "购买天数", "購買天數"),
        "insight.churn.cold_start": (
            "so a model of repeat buying alone (Pareto/NBD), which needs less, says who may leave; of reasons it knows only a member's own rhythm",
            "因此改由所需数据更少的复购模型（Pareto/NBD）单独判断谁可能流失；原因只能依据会员自身的购买节奏",
            "因此改由所需資料較少的回購模型（Pareto/NBD）單獨判斷誰可能流失；原因只能依據會員自身的購買節奏",
        ),
        "insight.churn.unheard": (
            "why members may leave: nobody tells anything of these groups, so none of them is ever named: {groups}",
            "流失原因：以下各类没有任何数据，因此不会被列为原因：{groups}",
            "流失原因：以下各類沒有任何資料，因此不會被列為原因：{groups}",
        ),
        "insight.churn.cut_was_learned": (
            "the model was learned from purchases up to {until}; asked about {cut} it would know the answer",
            "模型学习了截至 {until} 的消费；若以 {cut} 为基准日，它已经知道答案",
            "模型學習了截至 {until} 的消費；若以 {cut} 為基準日，它已經知道答案",
        ),
        "insight.churn.one_outcome": (
            "after {cut} everybody did the same, so no ranking can be judged",
            "{cut} 之后所有人的结果都一样，无法评判任何排序",
            "{cut} 之後所有人的結果都一樣，無法評判任何排序",
        ),
        "insight.churn.no_budget": (
            "a list for {contacts} contacts is no list",
            "{contacts} 次联系不能成为名单",
            "{contacts} 次聯繫不能成為名單",
        ),
        "insight.churn.nobody_at_risk": (
            "nobody has both something to lose and a chance to be lost: there is no list",
            "没有人既有可失去的毛利又有流失的可能：没有名单",
            "沒有人既有可失去的毛利又有流失的可能：沒有名單",
        ),
        "insight.classes.no_worth": (
            "expected margins aren't all finite and at least 0",
            "预期毛利必须都是有限且不小于 0 的数",
            "預期毛利必須都是有限且不小於 0 的數",
        ),
        "insight.classes.no_margin": (
            "nobody is expected to bring anything, so there are no classes of value",
            "预计没有人会带来毛利，因此无法划分价值类别",
            "預計沒有人會帶來毛利，因此無法劃分價值類別",
        ),
        "insight.classes.no_probability": (
            "a chance of buying has to be between 0 and 1",
            "购买概率必须在 0 与 1 之间",
            "購買機率必須在 0 與 1 之間",
        ),
        "insight.classes.too_few": (
            "{members} members are too few for five classes; it takes {needed}",
            "{members} 名会员不足以分成五类，至少需要 {needed} 名",
            "{members} 名會員不足以分成五類，至少需要 {needed} 名",
        ),
        "churn.why.dearer": ("paid more for the same article", "同一商品买贵了", "同一商品買貴了"),
        "churn.why.discount_gone": ("no discount any more", "不再有折扣", "不再有折扣"),
        "churn.why.sent_back": ("sent something back", "退过货", "退過貨"),
        "churn.why.complaint": ("complained", "投诉过", "投訴過"),
        "churn.why.low_score": ("gave a low score", "评分偏低", "評分偏低"),
        "churn.why.favourite_gone": ("a favourite article is not sold any more", "常买的商品已不再售卖", "常買的商品已不再販售"),
        "churn.why.other_store": ("went to another store", "换了门店", "換了門市"),
        "churn.reason.drifted_away": ("drifted away", "渐行渐远", "漸行漸遠"),
        "churn.reason.price": ("price", "价格", "價格"),
        "churn.reason.service": ("service", "服务", "服務"),
        "churn.reason.stock": ("stock", "缺货", "缺貨"),
        "churn.reason.life_event": ("life event", "生活变化", "生活變化"),
        "class.high": ("high value", "高价值", "高價值"),
        "class.mid": ("middle value", "中价值", "中價值"),
        "class.potential": ("potential", "潜力", "潛力"),
        "class.churn_risk": ("churn risk", "流失风险", "流失風險"),
        "class.dormant": ("dormant", "沉睡", "沉睡"),
    }
)
