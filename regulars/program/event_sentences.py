"""The sentences of findings about events, what points wait for, festivals and hours, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        "programme.event_reserved": (
            "“{event}” is an event of the house itself and can't be declared",
            "“{event}”是系统自有事件，不能声明",
            "「{event}」是系統自有事件，不能宣告",
        ),
        "programme.not_a_field_name": (
            "“{text}” can't be a field ({where}): use up to 64 letters, digits and “_”",
            "“{text}”不能作为字段名（{where}）：请用不超过 64 个字母、数字和“_”",
            "「{text}」不能作為欄位名（{where}）：請用不超過 64 個字母、數字和「_」",
        ),
        "programme.field_built_in": (
            "“{event}” has the field “{text}” already",
            "“{event}”已内置字段“{text}”",
            "「{event}」已內建欄位「{text}」",
        ),
        "programme.one_of_texts": (
            "“{where}”: only a text can be one of a list",
            "“{where}”：只有文本字段可以限定取值",
            "「{where}」：只有文字欄位可以限定取值",
        ),
        "programme.event_field_unknown": (
            "“{event}” has no field “{text}” that could be used here",
            "“{event}”没有可用于此处的字段“{text}”",
            "「{event}」沒有可用於此處的欄位「{text}」",
        ),
        "programme.event_measure_unknown": (
            "“{event}” has no number “{text}” to count by",
            "“{event}”没有可计数的字段“{text}”",
            "「{event}」沒有可計數的欄位「{text}」",
        ),
        "programme.unknown_festival": (
            "there is no festival “{text}” ({where})",
            "没有节日“{text}”（{where}）",
            "沒有節日「{text}」（{where}）",
        ),
        "programme.not_a_lunar_day": (
            "“{where}: {text}” is not a day of the Chinese calendar: write month and day, such as 08-15",
            "“{where}: {text}”不是农历日期：请写月和日，例如 08-15",
            "「{where}: {text}」不是農曆日期：請寫月和日，例如 08-15",
        ),
        "programme.not_hours": (
            "“{where}: {text}” are no hours: write 18:00-20:00, 22:00-02:00 or friday 22:00-02:00",
            "“{where}: {text}”不是时段：请写 18:00-20:00、22:00-02:00 或 friday 22:00-02:00",
            "「{where}: {text}」不是時段：請寫 18:00-20:00、22:00-02:00 或 friday 22:00-02:00",
        ),
        "programme.event_undeclared": (
            "rule “{rule}” needs “{event}”, which nobody declares under “events”: such events are refused",
            "规则“{rule}”需要“{event}”事件，但“events”中没有声明：此类事件会被拒收",
            "規則「{rule}」需要「{event}」事件，但「events」中沒有宣告：此類事件會被拒收",
        ),
        "programme.waits_for_itself": (
            "rule “{rule}” pays on “{event}” and waits for “{event}” as well: the next one confirms the one before",
            "规则“{rule}”由“{event}”触发又等待“{event}”：后一次会确认前一次",
            "規則「{rule}」由「{event}」觸發又等待「{event}」：後一次會確認前一次",
        ),
        "programme.festival_never_asked": (
            "no rule asks for the festival “{festival}”",
            "没有规则用到节日“{festival}”",
            "沒有規則用到節日「{festival}」",
        ),
    }
)
