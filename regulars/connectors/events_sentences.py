"""What can be wrong with a row of a file of events, beyond what the API says of an event, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        "events.member": (
            "“{member}” can't be a member reference: 1 to 128 characters",
            "“{member}”不能作为会员编号：1 至 128 个字符",
            "「{member}」不能作為會員編號：1 至 128 個字元",
        ),
        "events.no_type": (
            "the row does not say what happened: a column type, or --type for all of them",
            "该行没有事件类型：请加 type 列，或用 --type 统一指定",
            "該行沒有事件類型：請加 type 欄，或用 --type 統一指定",
        ),
        "events.time": (
            "“{given}” is not a moment since 1970, such as 2026-03-01T09:30:00+08:00 or 2026-03-01 09:30",
            "“{given}”不是 1970 年以来的有效时间，例如 2026-03-01T09:30:00+08:00 或 2026-03-01 09:30",
            "「{given}」不是 1970 年以來的有效時間，例如 2026-03-01T09:30:00+08:00 或 2026-03-01 09:30",
        ),
        "events.ahead": ("{time} has not come yet", "{time} 尚未到来", "{time} 尚未到來"),
        "events.data": (
            "the data is not a JSON object whose names stand once each",
            "data 不是键名唯一的 JSON 对象",
            "data 不是鍵名唯一的 JSON 物件",
        ),
        "events.cell": ("“{given}” is not a value for {field}", "“{given}”不是 {field} 的有效值", "「{given}」不是 {field} 的有效值"),
        "events.twice": (
            "event {id} of member {member} stands in the file before",
            "会员 {member} 的事件 {id} 在文件中已出现",
            "會員 {member} 的事件 {id} 在檔案中已出現",
        ),
        "events.personal": (
            "{type} tells about a person: use regulars import members, or the API",
            "{type} 含个人信息：请使用 regulars import members 或 API",
            "{type} 含個人資訊：請使用 regulars import members 或 API",
        ),
        "events.by_hand": (
            "the programme limits what is given by hand: use regulars adjust --file, which asks a second person",
            "会员计划限制了手工调整：请使用 regulars adjust --file，由第二人审批",
            "會員計劃限制了手工調整：請使用 regulars adjust --file，由第二人審批",
        ),
    }
)
