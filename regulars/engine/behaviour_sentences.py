"""Reasons and refusals of behaviours, streaks and points that await an event, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        # ---- streaks
        "streak.day": ("“{rule}”: day {days} in a row, of {of}", "“{rule}”：已连续 {days} 天（目标 {of} 天）", "「{rule}」：已連續 {days} 天（目標 {of} 天）"),
        "streak.bonus": ("“{rule}” gave {points} more points for days in a row", "“{rule}”连续达标，另得 {points} 积分", "「{rule}」連續達標，另得 {points} 積分"),
        # ---- points that await an event
        "points.awaiting": ("{points} points of “{rule}” are pending until {event}", "“{rule}”的 {points} 积分待{event}后生效", "「{rule}」的 {points} 積分待{event}後生效"),
        "points.awaiting_until": (
            "{points} points of “{rule}” are pending until {event}; they lapse if that has not come by the end of {until}",
            "“{rule}”的 {points} 积分待{event}后生效；{until} 结束前未发生则作废",
            "「{rule}」的 {points} 積分待{event}後生效；{until} 結束前未發生則作廢",
        ),
        "points.confirmed": ("{points} pending points of “{rule}” were confirmed", "“{rule}”的 {points} 待生效积分已确认", "「{rule}」的 {points} 待生效積分已確認"),
        "points.withdrawn": ("{points} pending points of “{rule}” were taken back: {event}", "“{rule}”的 {points} 待生效积分已收回：{event}", "「{rule}」的 {points} 待生效積分已收回：{event}"),
        "points.unconfirmed": ("{points} pending points of “{rule}” lapsed: nothing confirmed them in time", "“{rule}”的 {points} 待生效积分逾期未确认，已作废", "「{rule}」的 {points} 待生效積分逾期未確認，已作廢"),
        "confirmation.own": ("Nothing was confirmed for “{rule}”: it came from the member", "“{rule}”未确认：来自会员本人", "「{rule}」未確認：來自會員本人"),
        "confirmation.repeated": ("Nothing was confirmed for “{rule}”: this visitor has counted before", "“{rule}”未确认：该访客此前已计入", "「{rule}」未確認：該訪客此前已計入"),
        "confirmation.settled": ("Nothing waited for this: what it is about was settled before (“{rule}”)", "无待确认积分：此前已处理（“{rule}”）", "無待確認積分：此前已處理（「{rule}」）"),
        "confirmation.early": ("Nothing waits for this yet; it counts when what it is about comes", "尚无与之对应的事件，收到后再计入", "尚無與之對應的事件，收到後再計入"),
        # ---- what counts once
        "event.counted_today": ("Nothing was earned: {event} counts once a day", "未获得积分：{event}每天只计一次", "未獲得積分：{event}每天只計一次"),
        "event.counted_before": ("Nothing was earned: {event} counts once only", "未获得积分：{event}只计一次", "未獲得積分：{event}只計一次"),
        "event.counted_already": ("Nothing was earned: this has counted already ({event})", "未获得积分：此前已计入（{event}）", "未獲得積分：此前已計入（{event}）"),
        # ---- what can not be read
        "event.field_unknown": ("“{type}” has no field “{field}”", "“{type}”没有字段“{field}”", "「{type}」沒有欄位「{field}」"),
        "event.field_missing": ("“{type}” needs the field “{field}”", "“{type}”缺少字段“{field}”", "「{type}」缺少欄位「{field}」"),
        "event.field_kind": ("“{field}” has to be of the kind {kind}", "“{field}”的类型应为 {kind}", "「{field}」的類型應為 {kind}"),
        "event.field_choice": ("“{field}” can't be “{given}”; it is one of: {choices}", "“{field}”不能是“{given}”；可选：{choices}", "「{field}」不能是「{given}」；可選：{choices}"),
        "event.not_of_its_time": (
            "When this happened the programme did not know “{type}” events like this one",
            "事件发生时，会员计划尚不支持此类“{type}”事件",
            "事件發生時，會員計劃尚不支援此類「{type}」事件",
        ),
    }
)
