"""The sentences of every finding of this room, in three languages."""

from regulars.kit.phrases import phrases
from regulars.program import holding_sentences as holding_sentences

phrases(
    {
        "programme.invalid": (
            "the programme document has {count} error(s); line {line}: {first}",
            "会员计划文档有 {count} 处错误；第 {line} 行：{first}",
            "會員計畫文件有 {count} 處錯誤；第 {line} 行：{first}",
        ),
        "programme.did_you_mean": (
            " (did you mean “{meant}”?)",
            "（是否想写“{meant}”？）",
            "（是否想寫「{meant}」？）",
        ),
        # ---- the text as YAML
        "programme.too_large": (
            "the document is {bytes} bytes long; the limit is {limit}",
            "文档有 {bytes} 字节，超过上限 {limit} 字节",
            "文件有 {bytes} 位元組，超過上限 {limit} 位元組",
        ),
        "programme.empty": ("the document is empty", "文档是空的", "文件是空的"),
        "programme.broken_yaml": (
            "the YAML can't be read here: {problem}",
            "此处的 YAML 无法读取：{problem}",
            "此處的 YAML 無法讀取：{problem}",
        ),
        "programme.tab": (
            "a tab stands where YAML wants spaces; indent with spaces",
            "此处用了制表符；YAML 的缩进请使用空格",
            "此處用了定位字元（Tab）；YAML 的縮排請使用空格",
        ),
        "programme.control_character": (
            "there is an invisible control character in this line",
            "这一行含有不可见的控制字符",
            "這一行含有看不見的控制字元",
        ),
        "programme.yaml_feature": (
            "“{feature}” is not used in programme documents (anchors, aliases, tags and directives): write the value out",
            "会员计划文档不使用“{feature}”（锚点、别名、标签、指令）：请把值直接写出来",
            "會員計畫文件不使用「{feature}」（錨點、別名、標籤、指令）：請把值直接寫出來",
        ),
        "programme.second_document": (
            "a second document begins here; a file holds one programme",
            "此处开始了第二个文档；一个文件只写一个会员计划",
            "此處開始了第二個文件；一個檔案只寫一個會員計畫",
        ),
        "programme.too_deep": (
            "this is nested more than {limit} levels deep",
            "嵌套超过 {limit} 层",
            "巢狀超過 {limit} 層",
        ),
        "programme.key_not_text": ("a key has to be a word", "键必须是一个词", "鍵必須是一個詞"),
        "programme.duplicate_key": (
            "“{where}” is written twice (first on line {first_line})",
            "“{where}”重复出现（第一次在第 {first_line} 行）",
            "「{where}」重複出現（第一次在第 {first_line} 行）",
        ),
        # ---- keys
        "programme.not_a_document": (
            "a programme document is a list of keys such as “program:”, “currency:” and “wallets:”",
            "会员计划文档由 “program:”、“currency:”、“wallets:” 等键组成",
            "會員計畫文件由「program:」、「currency:」、「wallets:」等鍵組成",
        ),
        "programme.not_a_mapping": (
            "“{where}” needs keys with values",
            "“{where}”需要写成“键: 值”",
            "「{where}」需要寫成「鍵: 值」",
        ),
        "programme.not_a_list": ("“{where}” has to be a list", "“{where}”必须是列表", "「{where}」必須是清單"),
        "programme.empty_list": ("“{where}” holds nothing", "“{where}”没有内容", "「{where}」沒有內容"),
        "programme.too_many": (
            "“{where}” has {count} entries; the limit is {limit}",
            "“{where}”有 {count} 项，超过上限 {limit} 项",
            "「{where}」有 {count} 項，超過上限 {limit} 項",
        ),
        "programme.missing_key": ("“{where}” is missing", "缺少“{where}”", "缺少「{where}」"),
        "programme.unknown_key": ("“{where}” is not a known key", "“{where}”不是可用的键", "「{where}」不是可用的鍵"),
        "programme.choose_one": (
            "“{where}” needs exactly one of: {keys}",
            "“{where}”必须且只能写其中一个：{keys}",
            "「{where}」必須且只能寫其中一個：{keys}",
        ),
        "programme.unknown_choice": (
            "“{where}” can't be “{text}”; it is one of: {choices}",
            "“{where}”不能是“{text}”；可选：{choices}",
            "「{where}」不能是「{text}」；可選：{choices}",
        ),
        # ---- values
        "programme.not_a_number": (
            "“{where}: {text}” is not a number: write digits and a point, without quotes, such as 1500 or 0.10",
            "“{where}: {text}”不是数字：请只写数字和小数点，不加引号，例如 1500 或 0.10",
            "「{where}: {text}」不是數字：請只寫數字和小數點，不加引號，例如 1500 或 0.10",
        ),
        "programme.not_whole": (
            "“{where}” has to be a whole number, not {text}",
            "“{where}”必须是整数，不能是 {text}",
            "「{where}」必須是整數，不能是 {text}",
        ),
        "programme.not_above": (
            "“{where}” has to be above {above}, not {text}",
            "“{where}”必须大于 {above}，不能是 {text}",
            "「{where}」必須大於 {above}，不能是 {text}",
        ),
        "programme.too_small": (
            "“{where}” has to be at least {at_least}, not {text}",
            "“{where}”至少为 {at_least}，不能是 {text}",
            "「{where}」至少為 {at_least}，不能是 {text}",
        ),
        "programme.too_big": (
            "“{where}” may be at most {at_most}, not {text}",
            "“{where}”最多为 {at_most}，不能是 {text}",
            "「{where}」最多為 {at_most}，不能是 {text}",
        ),
        "programme.too_many_decimals": (
            "“{where}: {text}” has more decimals than its unit ({digits})",
            "“{where}: {text}”的小数位超过 {digits} 位",
            "「{where}: {text}」的小數位超過 {digits} 位",
        ),
        "programme.not_true_false": (
            "“{where}” is true or false, not “{text}”",
            "“{where}”只能是 true 或 false，不能是“{text}”",
            "「{where}」只能是 true 或 false，不能是「{text}」",
        ),
        "programme.not_a_text": (
            "“{where}” has to be a text, not “{text}”; put quotes around a text that looks like a number",
            "“{where}”必须是文字，不能是“{text}”；像数字的文字请加引号",
            "「{where}」必須是文字，不能是「{text}」；像數字的文字請加引號",
        ),
        "programme.not_an_id": (
            "“{text}” can't be an id ({where}): use up to 64 letters, digits, “-”, “_” and “.”, without blanks",
            "“{text}”不能用作标识（{where}）：最多 64 个字母、数字、“-”“_”“.”，不含空格",
            "「{text}」不能用作識別碼（{where}）：最多 64 個字母、數字、「-」「_」「.」，不含空格",
        ),
        "programme.not_an_event_type": (
            "“{text}” is not an event type ({where}): lower-case words with points between, such as order.paid",
            "“{text}”不是事件类型（{where}）：用小写单词，以点分隔，例如 order.paid",
            "「{text}」不是事件類型（{where}）：用小寫單字，以點分隔，例如 order.paid",
        ),
        "programme.not_a_duration": (
            "“{where}: {text}” is not a duration: write 7 days, 2 weeks, 3 months or 1 year",
            "“{where}: {text}”不是时长：请写成 7 days、2 weeks、3 months 或 1 year",
            "「{where}: {text}」不是時長：請寫成 7 days、2 weeks、3 months 或 1 year",
        ),
        "programme.duration_out_of_range": (
            "“{where}: {text}”: a duration is at least one day and at most {years} years",
            "“{where}: {text}”：时长至少一天，最多 {years} 年",
            "「{where}: {text}」：時長至少一天，最多 {years} 年",
        ),
        "programme.not_a_date": (
            "“{where}: {text}” is not a date: write 2018-03-04",
            "“{where}: {text}”不是日期：请写成 2018-03-04",
            "「{where}: {text}」不是日期：請寫成 2018-03-04",
        ),
        "programme.not_a_day_of_year": (
            "“{where}: {text}” is not a day that comes every year: write month and day, such as 06-30",
            "“{where}: {text}”不是每年都有的日期：请写月和日，例如 06-30",
            "「{where}: {text}」不是每年都有的日期：請寫月和日，例如 06-30",
        ),
        "programme.not_a_weekday": (
            "“{where}: {text}” is not a weekday: write 1 (Monday) to 7 (Sunday), or monday … sunday",
            "“{where}: {text}”不是星期：请写 1（周一）到 7（周日），或 monday … sunday",
            "「{where}: {text}」不是星期：請寫 1（週一）到 7（週日），或 monday … sunday",
        ),
        "programme.unknown_timezone": (
            "“{text}” is not a time zone: use a name such as Asia/Shanghai",
            "“{text}”不是时区：请使用 Asia/Shanghai 这样的名称",
            "「{text}」不是時區：請使用 Asia/Taipei 這樣的名稱",
        ),
        "programme.not_a_currency": (
            "“{text}” is not a currency code: write three capital letters, such as CNY",
            "“{text}”不是货币代码：请写三个大写字母，例如 CNY",
            "「{text}」不是貨幣代碼：請寫三個大寫字母，例如 TWD",
        ),
        "programme.currency_digits_unknown": (
            "nobody knows how many decimals {currency} has: give minor_digits",
            "不知道 {currency} 有几位小数：请写明 minor_digits",
            "不知道 {currency} 有幾位小數：請寫明 minor_digits",
        ),
        # ---- what the document names
        "programme.unknown_wallet": (
            "there is no wallet “{text}” ({where})",
            "没有名为“{text}”的积分账户（{where}）",
            "沒有名為「{text}」的積分帳戶（{where}）",
        ),
        "programme.unknown_level": (
            "there is no level “{text}” ({where})",
            "没有等级“{text}”（{where}）",
            "沒有等級「{text}」（{where}）",
        ),
        "programme.duplicate_id": (
            "the id “{text}” is taken (line {first_line})",
            "标识“{text}”已被占用（第 {first_line} 行）",
            "識別碼「{text}」已被使用（第 {first_line} 行）",
        ),
        "programme.floor_not_below": (
            "the floor “{text}” has to be this level or one below it ({where})",
            "保底等级“{text}”必须是本等级或更低的等级（{where}）",
            "保底等級「{text}」必須是本等級或更低的等級（{where}）",
        ),
        # ---- criteria, conditions, rules
        "programme.one_measure": (
            "“{where}” needs exactly one measure, such as “spend: 2000”; join several with any or all",
            "“{where}”必须且只能写一个指标，例如 “spend: 2000”；多个条件请用 any 或 all 组合",
            "「{where}」必須且只能寫一個指標，例如「spend: 2000」；多個條件請用 any 或 all 組合",
        ),
        "programme.not_a_measure": (
            "“{text}” can't be a measure ({where}): use lower-case letters, digits and “_”",
            "“{text}”不能用作指标（{where}）：请用小写字母、数字和“_”",
            "「{text}」不能用作指標（{where}）：請用小寫字母、數字和「_」",
        ),
        "programme.unknown_field": (
            "“{text}” is nothing a condition can ask about",
            "“{text}”不是条件可以使用的字段",
            "「{text}」不是條件可以使用的欄位",
        ),
        "programme.not_ordered": (
            "“{where}” has no order: compare it with a value, a list of values or not",
            "“{where}”没有大小之分：请用某个值、值的列表或 not 来比较",
            "「{where}」沒有大小之分：請用某個值、值的清單或 not 來比較",
        ),
        "programme.dates_reversed": (
            "rule “{rule}” ends ({ends}) before it starts ({starts})",
            "规则“{rule}”的结束日期（{ends}）早于开始日期（{starts}）",
            "規則「{rule}」的結束日期（{ends}）早於開始日期（{starts}）",
        ),
        "programme.base_in_group": (
            "rule “{rule}” makes the base (per / give): base accrual belongs to no group and always adds",
            "规则“{rule}”是基础积分（per / give）：基础积分不属于任何分组，总是累加",
            "規則「{rule}」是基礎積分（per / give）：基礎積分不屬於任何群組，總是累加",
        ),
        "programme.group_missing": (
            "rule “{rule}” says “stack: {stack}” but not within which group",
            "规则“{rule}”写了 “stack: {stack}”，但没有写 group",
            "規則「{rule}」寫了「stack: {stack}」，但沒有寫 group",
        ),
        # ---- what only the whole shows (lint)
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
