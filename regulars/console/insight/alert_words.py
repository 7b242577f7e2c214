"""What stands on the page of alerts, in three languages."""

from regulars.kit.phrases import phrases

_P = "insight.console.alerts"

phrases(
    {
        _P: ("Alerts", "预警", "預警"),
        f"{_P}.lead": (
            "What looks wrong: what the rules saw within a second, and days that are unusual for a member, of last night. The most points at risk come first.",
            "可疑情况：规则在一秒内发现的，以及昨夜分析出的会员异常日。风险积分最多者在前。",
            "可疑情況：規則在一秒內發現的，以及昨夜分析出的會員異常日。風險積分最多者在前。",
        ),
        f"{_P}.off": (
            "The rules are switched off. Switch them on below; they look at what happens from then on and no order waits for them.",
            "规则尚未启用。请在下方启用；启用后开始检查新发生的事件，不影响收银速度。",
            "規則尚未啟用。請在下方啟用；啟用後開始檢查新發生的事件，不影響收銀速度。",
        ),
        f"{_P}.none": ("Nothing here.", "暂无预警。", "暫無預警。"),
        f"{_P}.beneath": (
            "{n} more open alerts lie beneath the budget of {budget} a day",
            "另有 {n} 条待处理预警超出每天 {budget} 条的额度",
            "另有 {n} 則待處理預警超出每天 {budget} 則的額度",
        ),
        f"{_P}.all": ("all", "全部", "全部"),
        f"{_P}.freeze": ("Freeze", "冻结", "凍結"),
        f"{_P}.right": ("Something was wrong", "确有问题", "確有問題"),
        f"{_P}.harmless": ("Harmless", "无害", "無害"),
        f"{_P}.again": ("Open again", "重新打开", "重新開啟"),
        f"{_P}.evidence": ("What speaks for it", "依据", "依據"),
        f"{_P}.staff_person": ("staff: {person}", "员工：{person}", "員工：{person}"),
        f"{_P}.points": ("{n} points", "{n} 积分", "{n} 積分"),
        f"{_P}.answer": ("{status}: {by}, {at}", "{status}：{by}，{at}", "{status}：{by}，{at}"),
        f"{_P}.done.open": ("The alert is open again.", "预警已重新打开。", "預警已重新開啟。"),
        f"{_P}.done.looked_into": ("Kept: something was wrong.", "已记录：确有问题。", "已記錄：確有問題。"),
        f"{_P}.done.frozen": ("The member’s points are frozen, from this moment on.", "会员积分已冻结，立即生效。", "會員積分已凍結，立即生效。"),
        f"{_P}.done.harmless": ("Kept: harmless. This rule is quiet about this member for a week.", "已记录：无害。该规则一周内不再提示该会员。", "已記錄：無害。該規則一週內不再提示該會員。"),
        f"{_P}.realised": ("How right the alerts were", "预警准不准", "預警準不準"),
        f"{_P}.realised.how": (
            "Of the alerts somebody answered, the share in which something was wrong, with its 95 % interval. What nobody opened says nothing.",
            "在已处理的预警中，确有问题的占比及其 95% 区间。未处理的不计入。",
            "在已處理的預警中，確有問題的占比及其 95% 區間。未處理的不計入。",
        ),
        f"{_P}.rule": ("Rule", "规则", "規則"),
        f"{_P}.count": ("Alerts", "预警数", "預警數"),
        f"{_P}.answered": ("Answered", "已处理", "已處理"),
        f"{_P}.share": ("Right", "属实", "屬實"),
        f"{_P}.settings": ("What is watched", "监控设置", "監控設定"),
        f"{_P}.on": ("Watch what happens", "启用规则监控", "啟用規則監控"),
        f"{_P}.budget": ("Alerts a day that somebody can look at", "每天可处理的预警数", "每天可處理的預警數"),
        f"{_P}.most": ("More than", "超过", "超過"),
        f"{_P}.span": ("within", "时间范围", "時間範圍"),
        f"{_P}.at_once": ("Freeze at once", "立即冻结", "立即凍結"),
        f"{_P}.staff": ("Whose own card is whose: one person a line, “mei = card reference”, or with their number at the till “mei = card reference, 17”", "员工本人的会员卡：每行一人，“mei = 会员编号”，或附收银员编号“mei = 会员编号，17”", "員工本人的會員卡：每行一人，「mei = 會員編號」，或附收銀員編號「mei = 會員編號，17」"),
        f"{_P}.cashier": ("The measure of an order that tells who rang it up (tills send measures: {{\"cashier\": 17}})", "订单中表示收银员编号的指标（收银机发送 measures: {{\"cashier\": 17}}）", "訂單中表示收銀員編號的指標（收銀機傳送 measures: {{\"cashier\": 17}}）"),
        f"{_P}.save": ("Keep", "保存", "儲存"),
        f"{_P}.kept": ("The settings are kept.", "设置已保存。", "設定已儲存。"),
        "watch.staff_line": ("“{line}” can't be read: write “mei = card reference” or “mei = card reference, 17”", "无法读取“{line}”：请写作“mei = 会员编号”或“mei = 会员编号，17”", "無法讀取「{line}」：請寫作「mei = 會員編號」或「mei = 會員編號，17」"),
    }
)
