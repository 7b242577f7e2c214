"""The sentences of what is wrong or unwise in a document that reads well, in three languages: what only the whole shows."""

from regulars.kit.phrases import phrases

phrases(
    {
        "programme.unreachable_level": (
            "nobody rises to “{level}”: whoever reaches it reaches “{higher}” as well",
            "没有人会升到“{level}”：达到它的会员同时达到“{higher}”",
            "沒有人會升到「{level}」：達到它的會員同時達到「{higher}」",
        ),
        "programme.multiplier_falls": (
            "“{level}” multiplies by {multiplier}, less than the lower level “{lower}” ({below})",
            "“{level}”的积分倍数是 {multiplier}，低于下一级“{lower}”的 {below}",
            "「{level}」的積分倍數是 {multiplier}，低於下一級「{lower}」的 {below}",
        ),
        "programme.keep_on_lowest": (
            "“{level}” is the lowest level: nobody can lose it, so “keep” has no effect",
            "“{level}”是最低等级，不会再降，保级条件不起作用",
            "「{level}」是最低等級，不會再降，保級條件不起作用",
        ),
        "programme.keep_without_review": (
            "“{level}” has a condition to keep it, but without “review” nobody goes down",
            "“{level}”写了保级条件，但没有 review，任何人都不会降级",
            "「{level}」寫了保級條件，但沒有 review，任何人都不會降級",
        ),
        "programme.keep_harder_than_reach": (
            "keeping “{level}” is harder than reaching it",
            "“{level}”的保级条件比升级条件更难",
            "「{level}」的保級條件比升級條件更難",
        ),
        "programme.inactive_without_review": (
            "“inactive_for: {period}” has no effect: without “review” nobody goes down",
            "“inactive_for: {period}”不起作用：没有 review，任何人都不会降级",
            "「inactive_for: {period}」不起作用：沒有 review，任何人都不會降級",
        ),
        "programme.grace_without_review": (
            "“grace: {period}” has no effect: without “review” nobody goes down",
            "“grace: {period}”不起作用：没有 review，任何人都不会降级",
            "「grace: {period}」不起作用：沒有 review，任何人都不會降級",
        ),
        "programme.trial_as_long": (
            "the trial of “{plan}” ({trial}) is as long as what is paid for ({lasts})",
            "“{plan}”的试用期（{trial}）不短于付费期（{lasts}）",
            "「{plan}」的試用期（{trial}）不短於付費期（{lasts}）",
        ),
        "programme.paid_lowest": (
            "“{plan}” sells “{level}”, where everybody stands anyway",
            "“{plan}”出售的是“{level}”，而每位会员本来就在该等级",
            "「{plan}」出售的是「{level}」，而每位會員本來就在該等級",
        ),
        "programme.track_without_window": (
            "fast track “{track}”: every part of “reach” needs a window of days or the calendar year, such as within: 60 days",
            "快速升级任务“{track}”：“reach”的每一项都要写明期限（若干天或自然年），例如 within: 60 days",
            "快速升級任務「{track}」：「reach」的每一項都要寫明期限（若干天或自然年），例如 within: 60 days",
        ),
        "programme.track_grants_lowest": (
            "fast track “{track}” grants “{level}”, where everybody stands anyway",
            "快速升级任务“{track}”授予“{level}”，而每位会员本来就在该等级",
            "快速升級任務「{track}」授予「{level}」，而每位會員本來就在該等級",
        ),
        "programme.track_harder_than_level": (
            "fast track “{track}” is no faster: whoever does it reaches “{level}” anyway",
            "快速升级任务“{track}”并不更快：完成它的会员本来就达到“{level}”",
            "快速升級任務「{track}」並不更快：完成它的會員本來就達到「{level}」",
        ),
        "programme.soft_landing_without_review": (
            "“soft_landing: {period}” has no effect: without “review” nobody goes down",
            "“soft_landing: {period}”不起作用：没有写“review”，不会有人降级",
            "「soft_landing: {period}」不起作用：沒有寫「review」，不會有人降級",
        ),
        "programme.score_unused": (
            "there is a tier_score, but no level asks for it",
            "写了 tier_score，但没有等级使用它",
            "寫了 tier_score，但沒有等級使用它",
        ),
        "programme.score_without_formula": (
            "“{level}” asks for a score, but there is no tier_score: only orders that carry a measure “score” count",
            "“{level}”要求评分，但没有写 tier_score：只有带有“score”指标的订单会被计入",
            "「{level}」要求評分，但沒有寫 tier_score：只有帶有「score」指標的訂單會被計入",
        ),
        "programme.score_out_of_reach": (
            "nobody reaches “{level}”: it asks for a score of {need}, and the terms give at most {most}",
            "没有人能达到“{level}”：要求评分 {need}，而各项合计最多 {most}",
            "沒有人能達到「{level}」：要求評分 {need}，而各項合計最多 {most}",
        ),
        "programme.wallet_never_earned": (
            "“{level}” counts the points of “{wallet}”, into which no rule gives",
            "“{level}”按“{wallet}”的积分计算，但没有规则给“{wallet}”发放积分",
            "「{level}」按「{wallet}」的積分計算，但沒有規則給「{wallet}」發放積分",
        ),
        "programme.lapses_before_usable": (
            "points in “{wallet}” lapse after {period}, before they become usable ({after})",
            "“{wallet}”的积分 {period} 后过期，早于生效时间（{after}）",
            "「{wallet}」的積分 {period} 後過期，早於生效時間（{after}）",
        ),
        "programme.never_slides": (
            "the expiry of “{wallet}” never slides: “at_most: {at_most}” is not longer than {period}",
            "“{wallet}”的有效期不会顺延：at_most（{at_most}）并不比 {period} 长",
            "「{wallet}」的有效期不會順延：at_most（{at_most}）並不比 {period} 長",
        ),
        "programme.unusual_digits": (
            "{currency} has {usual} decimals, not {digits}",
            "{currency} 有 {usual} 位小数，而不是 {digits} 位",
            "{currency} 有 {usual} 位小數，而不是 {digits} 位",
        ),
        "programme.condition_never_holds": (
            "rule “{rule}” can never fire: nothing satisfies what it asks of “{field}”",
            "规则“{rule}”永远不会生效：没有任何情况满足它对“{field}”的要求",
            "規則「{rule}」永遠不會生效：沒有任何情況滿足它對「{field}」的要求",
        ),
        "programme.excluded_never_earns": (
            "rule “{rule}” can never fire: {field} {values} is excluded from earning",
            "规则“{rule}”永远不会生效：{field} {values} 已被排除在积分之外",
            "規則「{rule}」永遠不會生效：{field} {values} 已被排除在積分之外",
        ),
        "programme.only_orders_have": (
            "rule “{rule}” can never fire: a “{event}” event has no {field}",
            "规则“{rule}”永远不会生效：“{event}”事件没有 {field}",
            "規則「{rule}」永遠不會生效：「{event}」事件沒有 {field}",
        ),
        "programme.multiplies_nothing": (
            "rule “{rule}” multiplies nothing: no rule earns per amount on “{event}” into “{wallet}”",
            "规则“{rule}”没有可以翻倍的积分：“{event}”上没有向“{wallet}”按金额积分的规则",
            "規則「{rule}」沒有可以加倍的積分：「{event}」上沒有向「{wallet}」按金額積分的規則",
        ),
        "programme.multiplies_by_one": (
            "rule “{rule}” multiplies by 1, which changes nothing",
            "规则“{rule}”乘以 1，没有任何变化",
            "規則「{rule}」乘以 1，沒有任何變化",
        ),
        "programme.gives_nothing": (
            "rule “{rule}” gives 0 points",
            "规则“{rule}”发放 0 积分",
            "規則「{rule}」發放 0 積分",
        ),
        "programme.fraction_of_a_point": (
            "rule “{rule}” gives {points} points, but “{wallet}” counts {digits} decimals: a fraction is lost unless other points of the event complete it",
            "规则“{rule}”发放 {points} 积分，但“{wallet}”只有 {digits} 位小数：不足一个单位的部分若不能与同一事件的其他积分凑整，就会舍去",
            "規則「{rule}」發放 {points} 積分，但「{wallet}」只有 {digits} 位小數：不足一個單位的部分若不能與同一事件的其他積分湊整，就會捨去",
        ),
        "programme.earns_on_undoing": (
            "rule “{rule}” gives points when “{event}” happens: members could turn this into a circle",
            "规则“{rule}”在“{event}”时发放积分：会员可能借此循环套取积分",
            "規則「{rule}」在「{event}」時發放積分：會員可能藉此循環套取積分",
        ),
        "programme.group_without_stack": (
            "rule “{rule}” names the group “{group}” but simply adds, and no exclusive rule of that group could switch it off",
            "规则“{rule}”写了分组“{group}”，但它只是累加，组内也没有能关闭它的 exclusive 规则",
            "規則「{rule}」寫了群組「{group}」，但它只是累加，組內也沒有能關閉它的 exclusive 規則",
        ),
        # ---- collisions, loops, criteria nobody meets
        "programme.rule_twice": (
            "rule “{rule}” says the same as “{other}”: both count, so it gives twice",
            "规则“{rule}”与“{other}”内容相同：两条都生效，会重复给分",
            "規則「{rule}」與「{other}」內容相同：兩條都生效，會重複給分",
        ),
        "programme.never_counts_beside": (
            "rule “{rule}” never counts: whenever it holds, “{other}” of the group “{group}” counts instead",
            "规则“{rule}”从不生效：凡符合它时，分组“{group}”中的“{other}”都会取而代之",
            "規則「{rule}」從不生效：凡符合它時，群組「{group}」中的「{other}」都會取而代之",
        ),
        "programme.endless_bonus": (
            "rule “{rule}” gives points for every “{event}” without a limit: what costs nothing can be done again and again",
            "规则“{rule}”对每次“{event}”都给分且没有上限：不花钱的事可以无限重复",
            "規則「{rule}」對每次「{event}」都給分且沒有上限：不花錢的事可以無限重複",
        ),
        "programme.gift_cards_earn": (
            "rule “{rule}” gives points on {values}: a gift card earns when it is bought, and can be given back or bought again",
            "规则“{rule}”对 {values} 给分：礼品卡购买即得分，可退可再买，形成循环",
            "規則「{rule}」對 {values} 給分：禮品卡購買即得分，可退可再買，形成循環",
        ),
        "programme.order_can_be_split": (
            "rule “{rule}” gives {worth} on an order of any size, without a limit: one order can be cut into many",
            "规则“{rule}”对任意金额的订单都送价值 {worth} 的积分且没有上限：一单可以拆成多单",
            "規則「{rule}」對任意金額的訂單都送價值 {worth} 的積分且沒有上限：一單可以拆成多單",
        ),
        "programme.refund_loop": (
            "points of “{wallet}” can be spent before the goods go back, and “policy: {policy}” lets them stay spent: let them wait for the return window, or use “debt”",
            "“{wallet}”的积分可在退货前使用，而“policy: {policy}”不追回已用积分：请让积分在退货期后生效，或使用 debt",
            "「{wallet}」的積分可在退貨前使用，而「policy: {policy}」不追回已用積分：請讓積分在退貨期後生效，或使用 debt",
        ),
        "programme.more_visits_than_days": (
            "nobody meets what “{level}” asks: {visits} visits, each on a day of its own, in at most {days} days",
            "没有人能达到“{level}”的要求：{days} 天内需到店 {visits} 天",
            "沒有人能達到「{level}」的要求：{days} 天內需到店 {visits} 天",
        ),
        "programme.criterion_never_holds": (
            "nobody meets what “{level}” asks: one part refuses what another asks for",
            "没有人能达到“{level}”的要求：各项条件互相矛盾",
            "沒有人能達到「{level}」的要求：各項條件互相矛盾",
        ),
        "programme.everybody_reaches": (
            "everybody reaches “{level}” with the first event: it asks for nothing",
            "“{level}”没有实际门槛，所有人首次消费即可达到",
            "「{level}」沒有實際門檻，所有人首次消費即可達到",
        ),
        "programme.limit_allows_nothing": (
            "the limit “{limit}” of rule “{rule}” lets nothing through",
            "规则“{rule}”的上限“{limit}”不允许发放任何积分",
            "規則「{rule}」的上限「{limit}」不允許發放任何積分",
        ),
        "programme.limit_never_fires": (
            "the limit “{limit}” of rule “{rule}” never takes effect: the rule stops earlier anyway",
            "规则“{rule}”的上限“{limit}”永远不会起作用：规则在此之前就已停止",
            "規則「{rule}」的上限「{limit}」永遠不會起作用：規則在此之前就已停止",
        ),
        "programme.point_value_missing": (
            "there is a budget, but “{wallet}” does not say what a point is worth (point_value), so a share of sales can't be counted",
            "设了预算，但“{wallet}”没有写明每积分的价值（point_value），无法按销售额比例计算",
            "設了預算，但「{wallet}」沒有寫明每積分的價值（point_value），無法按銷售額比例計算",
        ),
        "programme.base_over_budget": (
            "the base rate of “{wallet}” alone gives {share} of sales; the budget is {budget}",
            "仅“{wallet}”的基础积分就占销售额的 {share}，而预算是 {budget}",
            "僅「{wallet}」的基礎積分就佔銷售額的 {share}，而預算是 {budget}",
        ),
        "programme.unknown_challenge": (
            "“{where}”: there is no challenge “{text}”",
            "“{where}”：没有挑战“{text}”",
            "「{where}」：沒有挑戰「{text}」",
        ),
        "programme.challenge_of_other_wallet": (
            "“{where}”: challenge “{challenge}” does not give points of “{wallet}”, which this limit counts",
            "“{where}”：挑战“{challenge}”不发放此上限所计算的“{wallet}”",
            "「{where}」：挑戰「{challenge}」不發放此上限所計算的「{wallet}」",
        ),
        "programme.no_referral_of_wallet": (
            "“{where}”: no referral gives points of “{wallet}”, which this limit counts",
            "“{where}”：没有推荐奖励发放此上限所计算的“{wallet}”",
            "「{where}」：沒有推薦獎勵發放此上限所計算的「{wallet}」",
        ),
        "programme.rule_named_referral": (
            "a rule is called “referral”, as the rewards of referrals are: give it another id, so that limits and budgets can tell them apart",
            "有规则的编号为 referral，与推荐奖励同名：请另取编号，以便上限和预算区分",
            "有規則的編號為 referral，與推薦獎勵同名：請另取編號，以便上限和預算區分",
        ),
        "programme.budget_of_no_points": (
            "“{where}” has a budget and gives no points",
            "“{where}”设有预算，但不发放积分",
            "「{where}」設有預算，但不發放積分",
        ),
        "programme.budget_of_two_wallets": (
            "“{where}” has a budget and gives points of two wallets: a budget counts one",
            "“{where}”设有预算，但发放两种积分：一个预算只计算一种",
            "「{where}」設有預算，但發放兩種積分：一個預算只計算一種",
        ),
        "programme.budget_under_reward": (
            "the budget of {budget} points is smaller than one reward of {points} points",
            "预算 {budget} 积分小于一次奖励的 {points} 积分",
            "預算 {budget} 積分小於一次獎勵的 {points} 積分",
        ),
        "programme.unknown_rule": (
            "there is no rule “{text}” ({where})",
            "没有规则“{text}”（{where}）",
            "沒有規則「{text}」（{where}）",
        ),
        "programme.rule_of_other_wallet": (
            "rule “{rule}” does not give into “{wallet}” ({where})",
            "规则“{rule}”不发放“{wallet}”积分（{where}）",
            "規則「{rule}」不發放「{wallet}」積分（{where}）",
        ),
        "programme.budget_twice": (
            "“{where}”: two budgets of {kind} per {per}; keep one",
            "“{where}”：{kind} 按 {per} 的预算写了两次，请保留一个",
            "「{where}」：{kind} 按 {per} 的預算寫了兩次，請保留一個",
        ),
        "programme.rule_over_budget": (
            "rule “{rule}” alone gives {share} of sales; its budget is {budget}",
            "规则“{rule}”本身就占销售额的 {share}，而其预算是 {budget}",
            "規則「{rule}」本身就佔銷售額的 {share}，而其預算是 {budget}",
        ),
        "programme.budget_under_bonus": (
            "the budget of {budget} points is smaller than one bonus of rule “{rule}” ({points} points)",
            "预算 {budget} 积分小于规则“{rule}”一次的奖励（{points} 积分）",
            "預算 {budget} 積分小於規則「{rule}」一次的獎勵（{points} 積分）",
        ),
        "programme.budget_of_nothing": (
            "there is a budget of “{wallet}”, into which no rule gives",
            "“{wallet}”设了预算，但没有规则发放这种积分",
            "「{wallet}」設了預算，但沒有規則發放這種積分",
        ),
        "programme.budget_leaves_out": (
            "the budget is a share of sales, but nothing counts what “{wallet}” costs",
            "预算按销售额比例计算，但没有计入“{wallet}”的成本",
            "預算按銷售額比例計算，但沒有計入「{wallet}」的成本",
        ),
        "programme.shared_limit_allows_nothing": (
            "the limit “{limit}” lets nothing through",
            "上限“{limit}”不允许发放任何积分",
            "上限「{limit}」不允許發放任何積分",
        ),
        "programme.shared_limit_never_fires": (
            "the limit “{limit}” never takes effect: its rules stop earlier anyway",
            "上限“{limit}”永远不会起作用：相关规则在此之前就已停止",
            "上限「{limit}」永遠不會起作用：相關規則在此之前就已停止",
        ),
        "programme.gives_back_everything": (
            "with every multiplier an order can give back {share} of its price in “{wallet}”",
            "叠加所有倍数后，一笔订单可返还其金额的 {share}（“{wallet}”）",
            "疊加所有倍數後，一筆訂單可返還其金額的 {share}（「{wallet}」）",
        ),
        "programme.event_looks_like": (
            "nothing is known to send events called “{text}”",
            "没有已知的事件叫作“{text}”",
            "沒有已知的事件叫作「{text}」",
        ),
        "programme.measure_looks_like": (
            "“{text}” is taken as a measure of your own",
            "“{text}”会被当作自定义指标",
            "「{text}」會被當作自訂指標",
        ),
    }
)
