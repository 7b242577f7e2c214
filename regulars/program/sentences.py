"""The sentences of what is wrong with a document, in three languages; what is unwise in one: ``lint_sentences.py``."""

from regulars.kit.phrases import phrases
from regulars.program import holding_sentences as holding_sentences
from regulars.program import lint_sentences as lint_sentences

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
    }
)
