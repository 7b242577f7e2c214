"""What the machines' door says when it cannot take a request, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        # titles of the families
        "title.400": ("The request cannot be read", "请求无法读取", "請求無法讀取"),
        "title.401": ("A key is needed", "需要密钥", "需要金鑰"),
        "title.403": ("This key may not do that", "该密钥无此权限", "該金鑰無此權限"),
        "title.404": ("Not found", "未找到", "找不到"),
        "title.405": ("Not a way to ask here", "不支持该请求方法", "不支援該請求方法"),
        "title.408": ("The request came too slowly", "请求发送过慢", "請求傳送過慢"),
        "title.409": ("The programme says no", "会员计划不允许", "會員計劃不允許"),
        "title.413": ("Too large", "请求过大", "請求過大"),
        "title.415": ("Not a form of message read here", "不支持该内容类型", "不支援該內容類型"),
        "title.422": ("Cannot be read", "内容无法读取", "內容無法讀取"),
        "title.429": ("Too many at once", "请求过多", "請求過多"),
        "title.500": ("Our mistake", "系统内部错误", "系統內部錯誤"),
        "title.503": ("Not now, try again", "暂时无法处理，请稍后重试", "暫時無法處理，請稍後重試"),
        # the request as a whole
        "request.not_found": ("there is nothing at this address", "该地址不存在", "該網址不存在"),
        "request.method": ("this address answers {allowed} only", "该地址仅支持 {allowed}", "該網址僅支援 {allowed}"),
        "request.media_type": (
            "“{given}” is not read here: send one of {allowed}",
            "不支持“{given}”：请使用 {allowed} 之一",
            "不支援「{given}」：請使用 {allowed} 之一",
        ),
        "request.too_large": (
            "the message is larger than {limit_bytes} bytes",
            "消息超过 {limit_bytes} 字节",
            "訊息超過 {limit_bytes} 位元組",
        ),
        "request.too_many_events": (
            "more than {limit} events in one request: send them in several",
            "一次请求超过 {limit} 个事件：请分多次发送",
            "一次請求超過 {limit} 個事件：請分多次傳送",
        ),
        "request.too_slow": (
            "the message did not arrive within {seconds} seconds; nothing was done",
            "消息未能在 {seconds} 秒内送达；未作任何处理",
            "訊息未能在 {seconds} 秒內送達；未作任何處理",
        ),
        "request.too_many_at_once": (
            "this key has {limit} requests waiting already; send the next when one is answered",
            "该密钥已有 {limit} 个请求在等待；请待其中一个答复后再发送",
            "該金鑰已有 {limit} 個請求在等待；請待其中一個答覆後再傳送",
        ),
        "request.unknown_language": (
            "“{given}” is not a language spoken here: en, zh-Hans or zh-Hant",
            "不支持语言“{given}”：可用 en、zh-Hans 或 zh-Hant",
            "不支援語言「{given}」：可用 en、zh-Hans 或 zh-Hant",
        ),
        "request.parameter": (
            "the parameter “{name}” cannot be read: {reason}",
            "参数“{name}”无法读取：{reason}",
            "參數「{name}」無法讀取：{reason}",
        ),
        "request.reference": (
            "a member reference is text of 1 to 128 characters",
            "会员编号为 1 至 128 个字符的文本",
            "會員編號為 1 至 128 個字元的文字",
        ),
        "service.mistake": (
            "something went wrong on our side; the reference is {reference}",
            "系统出现错误；参考编号 {reference}",
            "系統出現錯誤；參考編號 {reference}",
        ),
        "service.unavailable": (
            "the service cannot answer right now; nothing is lost, send the same again",
            "服务暂时无法答复；请原样重新发送，不会重复记录",
            "服務暫時無法答覆；請原樣重新傳送，不會重複記錄",
        ),
        "message.unreadable": ("the message cannot be read: {why}", "无法读取该消息：{why}", "無法讀取該訊息：{why}"),
        # JSON
        "json.unreadable": ("this is not JSON: {reason}", "不是有效的 JSON：{reason}", "不是有效的 JSON：{reason}"),
        "json.empty": ("the message is empty", "消息为空", "訊息為空"),
        "json.not_utf8": (
            "the message is not UTF-8 text (or begins with a byte order mark)",
            "消息不是 UTF-8 文本（或以字节顺序标记开头）",
            "訊息不是 UTF-8 文字（或以位元組順序標記開頭）",
        ),
        "json.too_deep": ("the JSON is nested too deeply", "JSON 嵌套过深", "JSON 巢狀過深"),
        "json.number_out_of_range": ("a number is out of range", "数字超出范围", "數字超出範圍"),
        "json.duplicate_key": (
            "the name “{name}” stands twice in one object",
            "同一对象中“{name}”出现两次",
            "同一物件中「{name}」出現兩次",
        ),
        "json.null_character": (
            "text may not hold the character U+0000",
            "文本中不能包含字符 U+0000",
            "文字中不能包含字元 U+0000",
        ),
        "json.lone_surrogate": (
            "text holds half a character (a lone surrogate)",
            "文本包含不完整的字符（孤立代理项）",
            "文字包含不完整的字元（孤立代理項）",
        ),
        # the envelope
        "event.not_an_object": ("an event is a JSON object", "事件必须是 JSON 对象", "事件必須是 JSON 物件"),
        "event.missing": ("the event has no “{field}”", "事件缺少“{field}”", "事件缺少「{field}」"),
        "event.not_text": (
            "“{field}” must be text of 1 to {limit} characters",
            "“{field}”必须是 1 至 {limit} 个字符的文本",
            "「{field}」必須是 1 至 {limit} 個字元的文字",
        ),
        "event.specversion": (
            "this is not CloudEvents 1.0: specversion must be \"1.0\"",
            "不是 CloudEvents 1.0：specversion 必须为 \"1.0\"",
            "不是 CloudEvents 1.0：specversion 必須為 \"1.0\"",
        ),
        "event.time": (
            "“{given}” is not a moment: write RFC 3339 with an offset, such as 2026-03-01T09:30:00+08:00",
            "“{given}”不是有效时间：请按 RFC 3339 书写并带时区偏移，例如 2026-03-01T09:30:00+08:00",
            "「{given}」不是有效時間：請按 RFC 3339 書寫並帶時區偏移，例如 2026-03-01T09:30:00+08:00",
        ),
        "event.time_too_early": (
            "the event is dated before 1970 ({given})",
            "事件时间早于 1970 年（{given}）",
            "事件時間早於 1970 年（{given}）",
        ),
        "event.reserved_source": (
            "the source “{source}” is kept for our own events",
            "来源“{source}”为系统保留",
            "來源「{source}」為系統保留",
        ),
        "event.data_kind": (
            "data must be a JSON object, sent as application/json",
            "data 必须是以 application/json 发送的 JSON 对象",
            "data 必須是以 application/json 傳送的 JSON 物件",
        ),
    }
)
