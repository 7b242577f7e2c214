"""What can't be said about a member's value, and what is doubtful, in words."""

from regulars.kit.phrases import phrases

phrases(
    {
        "insight.clv.no_purchases": (
            "nobody had bought anything by the day asked about: how often members come can't be said",
            "截至所问日期没有任何购买：无法判断会员多久来一次",
            "截至所問日期沒有任何購買：無法判斷會員多久來一次",
        ),
        "insight.clv.no_repeats": (
            "not one of {members} members has bought on a second day: how often they come back can't be said",
            "{members} 位会员中无人在第二天购买过：无法判断他们多久再来",
            "{members} 位會員中無人在第二天購買過：無法判斷他們多久再來",
        ),
        "insight.clv.too_few": (
            "{members} members, {repeaters} of whom came again, are too few for a model of repeat buying; it needs {least_members} and {least_repeaters}",
            "会员 {members} 位，其中再次购买 {repeaters} 位，不足以建立复购模型；至少需要 {least_members} 位和 {least_repeaters} 位",
            "會員 {members} 位，其中再次購買 {repeaters} 位，不足以建立回購模型；至少需要 {least_members} 位和 {least_repeaters} 位",
        ),
        "insight.clv.too_short": (
            "all purchases fall on one day: nothing can be said about coming back",
            "所有购买都在同一天：无法判断是否会再来",
            "所有購買都在同一天：無法判斷是否會再來",
        ),
        "insight.clv.no_peak": (
            "{model} finds no parameters that fit these purchases: no figure is given",
            "{model} 找不到与这些购买相符的参数：不给出数字",
            "{model} 找不到與這些購買相符的參數：不給出數字",
        ),
        "insight.clv.at_the_edge": (
            "{model}: {parameters} ran to the edge of what is sensible, so the history is too short or too even for this model; do not read its parameters",
            "{model}：{parameters} 已到合理范围的边缘，购买历史太短或太一致，不适用此模型；请勿解读其参数",
            "{model}：{parameters} 已到合理範圍的邊緣，購買歷史太短或太一致，不適用此模型；請勿解讀其參數",
        ),
        "insight.clv.flat": (
            "{model}: many values of {parameters} fit about equally well; forecasts hold, these parameters alone mean little",
            "{model}：{parameters} 取多种值时拟合效果相近；预测可用，但单看这些参数意义不大",
            "{model}：{parameters} 取多種值時擬合效果相近；預測可用，但單看這些參數意義不大",
        ),
        "insight.clv.no_holdout": (
            "no purchase is known after the day of the cut: the forecast can't be checked",
            "截止日之后没有已知的购买：无法检验预测",
            "截止日之後沒有已知的購買：無法檢驗預測",
        ),
        "insight.clv.short_holdout": (
            "only {purchases} purchases in the {days} days after the cut: with fewer than {least} the errors of the forecast are mostly luck",
            "截止日之后的 {days} 天里只有 {purchases} 次购买：少于 {least} 次时，预测误差多半出于偶然",
            "截止日之後的 {days} 天裡只有 {purchases} 次購買：少於 {least} 次時，預測誤差多半出於偶然",
        ),
        "insight.clv.not_better": (
            "{model} does not beat “everybody goes on as before” on the purchases that came after: mean error {ours} against {theirs}",
            "用之后的实际购买检验，{model} 并不优于“人人照旧”：平均误差 {ours} 对 {theirs}",
            "用之後的實際購買檢驗，{model} 並不優於「人人照舊」：平均誤差 {ours} 對 {theirs}",
        ),
        "insight.clv.no_range": (
            "{model} leaves no range around these values: the figures stand without one",
            "{model} 无法给出这些数值的区间：仅给出数值本身",
            "{model} 無法給出這些數值的區間：僅給出數值本身",
        ),
        "insight.clv.was_low": (
            "on the {days} days held out the same model foresaw {share} fewer purchases than came; the ranges do not hold that",
            "在保留检验的 {days} 天里，同一模型的预测比实际少 {share}；区间未计入此偏差",
            "在保留檢驗的 {days} 天裡，同一模型的預測比實際少 {share}；區間未計入此偏差",
        ),
        "insight.clv.was_high": (
            "on the {days} days held out the same model foresaw {share} more purchases than came; the ranges do not hold that",
            "在保留检验的 {days} 天里，同一模型的预测比实际多 {share}；区间未计入此偏差",
            "在保留檢驗的 {days} 天裡，同一模型的預測比實際多 {share}；區間未計入此偏差",
        ),
        "insight.clv.few_spends": (
            "{members} members with a repeat purchase of more than nothing are too few to say what one spends; it needs {least}",
            "再次购买且金额大于零的会员仅 {members} 位，不足以判断消费金额；至少需要 {least} 位",
            "再次購買且金額大於零的會員僅 {members} 位，不足以判斷消費金額；至少需要 {least} 位",
        ),
        "insight.clv.even_spend": (
            "every purchase is of the same amount: a model of spend has nothing to tell apart",
            "每次购买金额都相同：消费金额模型无从区分",
            "每次購買金額都相同：消費金額模型無從區分",
        ),
        "insight.clv.spend_follows_frequency": (
            "who comes more often spends differently each time (correlation {correlation}): the model of spend takes the two to be unrelated, so read its values with care",
            "来得越勤的会员每次消费金额不同（相关系数 {correlation}）：消费金额模型假定二者无关，请谨慎解读",
            "來得越勤的會員每次消費金額不同（相關係數 {correlation}）：消費金額模型假定二者無關，請謹慎解讀",
        ),
        "insight.clv.spend_has_no_mean": (
            "a few purchases are so large that a mean spend can't be foreseen (q = {q}); no value in money is given",
            "少数购买金额极大，无法预测平均消费（q = {q}）；不给出金额价值",
            "少數購買金額極大，無法預測平均消費（q = {q}）；不給出金額價值",
        ),
        "insight.clv.discount_needed": (
            "a value for ever needs a yearly discount above zero; give one, or a horizon",
            "计算无限期价值需要大于零的年折现率；请给出折现率或期限",
            "計算無限期價值需要大於零的年折現率；請給出折現率或期限",
        ),
        "insight.clv.discount": (
            "a yearly discount is a share from 0 up to 10 (0.1 is ten per cent), not {given}",
            "年折现率应为 0 至 10 之间的比例（0.1 即百分之十），而非 {given}",
            "年折現率應為 0 至 10 之間的比例（0.1 即百分之十），而非 {given}",
        ),
        "insight.clv.margin": (
            "a margin is a share of what is paid, from 0 to 1, not {given}",
            "毛利率应为 0 至 1 之间的比例，而非 {given}",
            "毛利率應為 0 至 1 之間的比例，而非 {given}",
        ),
        "insight.clv.horizon": (
            "a horizon is a number of days above zero, not {given}",
            "期限应为大于零的天数，而非 {given}",
            "期限應為大於零的天數，而非 {given}",
        ),
        "insight.clv.period": ("a period is one day or more, not {given}", "周期应为一天或以上，而非 {given}", "週期應為一天或以上，而非 {given}"),
        "insight.clv.span": (
            "the days of these purchases lie thousands of years apart",
            "这些购买的日期相隔数千年",
            "這些購買的日期相隔數千年",
        ),
        "insight.clv.amount_not_finite": (
            "an amount is not a number",
            "有金额不是数字",
            "有金額不是數字",
        ),
        "insight.clv.chances": (
            "history {row} is not one: x, tx and n are whole, x ≤ tx ≤ n ≤ {most}, and tx is 0 exactly when x is",
            "第 {row} 条历史无效：x、tx、n 为整数，x ≤ tx ≤ n ≤ {most}，且仅当 x 为 0 时 tx 为 0",
            "第 {row} 筆歷史無效：x、tx、n 為整數，x ≤ tx ≤ n ≤ {most}，且僅當 x 為 0 時 tx 為 0",
        ),
        "insight.clv.history": (
            "history {row} is not one: x is whole, 0 ≤ tx ≤ T, and tx is 0 exactly when x is",
            "第 {row} 条历史无效：x 为整数，0 ≤ tx ≤ T，且仅当 x 为 0 时 tx 为 0",
            "第 {row} 筆歷史無效：x 為整數，0 ≤ tx ≤ T，且僅當 x 為 0 時 tx 為 0",
        ),
    }
)
