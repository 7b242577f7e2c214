"""Every reason and refusal about challenges and badges in English, 简体中文 and 繁體中文."""

from regulars.kit.phrases import phrases

phrases(
    {
        "challenge.progress": (
            "“{challenge}”: {have} of {need} {kind}; {missing} to go until the end of {until}",
            "“{challenge}”：已完成 {have}/{need} {kind}，还差 {missing}，截止 {until}",
            "「{challenge}」：已完成 {have}/{need} {kind}，還差 {missing}，截止 {until}",
        ),
        "challenge.progress_for_ever": (
            "“{challenge}”: {have} of {need} {kind}; {missing} to go",
            "“{challenge}”：已完成 {have}/{need} {kind}，还差 {missing}",
            "「{challenge}」：已完成 {have}/{need} {kind}，還差 {missing}",
        ),
        "challenge.joined": (
            "Takes part in “{challenge}”: {need} {kind} to go until the end of {until}",
            "已报名“{challenge}”：还差 {need} {kind}，截止 {until}",
            "已報名「{challenge}」：還差 {need} {kind}，截止 {until}",
        ),
        "challenge.joined_for_ever": (
            "Takes part in “{challenge}”: {need} {kind} to go",
            "已报名“{challenge}”：还差 {need} {kind}",
            "已報名「{challenge}」：還差 {need} {kind}",
        ),
        "challenge.completed": ("“{challenge}” is completed: {points} points", "已完成“{challenge}”：获得 {points} 积分", "已完成「{challenge}」：獲得 {points} 積分"),
        "challenge.met": ("“{challenge}” is completed", "已完成“{challenge}”", "已完成「{challenge}」"),
        "challenge.clipped": (
            "“{challenge}” would have given {asked} points; its limit allowed {points}",
            "“{challenge}”本应奖励 {asked} 积分，限额仅允许 {points}",
            "「{challenge}」本應獎勵 {asked} 積分，限額僅允許 {points}",
        ),
        "challenge.missed_condition": (
            "Not counted for “{challenge}”: {detail} did not match",
            "未计入“{challenge}”：{detail}不符合条件",
            "未計入「{challenge}」：{detail}不符合條件",
        ),
        "challenge.missed_unjoined": (
            "Not counted for “{challenge}”: the member does not take part",
            "未计入“{challenge}”：尚未报名参加",
            "未計入「{challenge}」：尚未報名參加",
        ),
        "challenge.missed_met": (
            "“{challenge}” has been completed already; it gives nothing more",
            "“{challenge}”此前已完成，不再奖励",
            "「{challenge}」此前已完成，不再獎勵",
        ),
        "challenge.missed_over": ("Not counted for “{challenge}”: its time is over", "未计入“{challenge}”：期限已过", "未計入「{challenge}」：期限已過"),
        "challenge.missed_limit": (
            "“{challenge}” is completed, but its rewards are used up ({detail})",
            "“{challenge}”已完成，但奖励次数已用完（{detail}）",
            "「{challenge}」已完成，但獎勵次數已用完（{detail}）",
        ),
        "challenge.set_back": (
            "After the return “{challenge}” stands at {have} of {need} {kind}, until the end of {until}",
            "退货后“{challenge}”进度为 {have}/{need} {kind}，截止 {until}",
            "退貨後「{challenge}」進度為 {have}/{need} {kind}，截止 {until}",
        ),
        "challenge.set_back_for_ever": (
            "After the return “{challenge}” stands at {have} of {need} {kind}",
            "退货后“{challenge}”进度为 {have}/{need} {kind}",
            "退貨後「{challenge}」進度為 {have}/{need} {kind}",
        ),
        "challenge.taken_back": (
            "“{challenge}” is no longer met: its {points} points were taken back",
            "“{challenge}”不再达标，已扣回 {points} 积分",
            "「{challenge}」不再達標，已扣回 {points} 積分",
        ),
        # ---- where a member stands
        "challenge.now_running": (
            "{have} of {need} {kind}; {missing} to go until the end of {until}",
            "已完成 {have}/{need} {kind}，还差 {missing}，截止 {until}",
            "已完成 {have}/{need} {kind}，還差 {missing}，截止 {until}",
        ),
        "challenge.now_running_for_ever": (
            "{have} of {need} {kind}; {missing} to go",
            "已完成 {have}/{need} {kind}，还差 {missing}",
            "已完成 {have}/{need} {kind}，還差 {missing}",
        ),
        "challenge.now_open": (
            "{need} {kind} to go until the end of {until}",
            "目标 {need} {kind}，截止 {until}",
            "目標 {need} {kind}，截止 {until}",
        ),
        "challenge.now_open_for_ever": ("{need} {kind} to go", "目标 {need} {kind}", "目標 {need} {kind}"),
        "challenge.now_to_join": (
            "{need} {kind}; the member has to ask to take part, until the end of {until}",
            "目标 {need} {kind}，需先报名，截止 {until}",
            "目標 {need} {kind}，需先報名，截止 {until}",
        ),
        "challenge.now_to_join_for_ever": (
            "{need} {kind}; the member has to ask to take part",
            "目标 {need} {kind}，需先报名",
            "目標 {need} {kind}，需先報名",
        ),
        "challenge.now_upcoming": ("{need} {kind}; it begins on {from}", "目标 {need} {kind}，{from}开始", "目標 {need} {kind}，{from}開始"),
        "challenge.now_met": ("Completed", "已完成", "已完成"),
        "challenge.now_over": ("Its time is over", "期限已过", "期限已過"),
        "challenge.ended": ("Ended on {until} with {have} of {need} {kind}", "{until}结束，进度 {have}/{need} {kind}", "{until}結束，進度 {have}/{need} {kind}"),
        "challenge.ended_met": ("Completed in the time until {until}", "{until}止的期间内已完成", "{until}止的期間內已完成"),
        # ---- refusals
        "challenge.unknown": ("The programme has no challenge “{challenge}”", "会员计划中没有挑战“{challenge}”", "會員計劃中沒有挑戰「{challenge}」"),
        "challenge.automatic": (
            "Everybody takes part in “{challenge}”; nobody has to ask",
            "“{challenge}”自动参加，无需报名",
            "「{challenge}」自動參加，無需報名",
        ),
        "challenge.not_running": ("“{challenge}” is not running", "“{challenge}”当前未开放", "「{challenge}」目前未開放"),
        "challenge.joined_already": ("The member takes part in “{challenge}” already", "该会员已报名“{challenge}”", "該會員已報名「{challenge}」"),
        "challenge.met_already": ("The member has completed “{challenge}” already", "该会员已完成“{challenge}”", "該會員已完成「{challenge}」"),
        "badge.earned": ("Earned the badge “{badge}” for “{for}”", "因“{for}”获得徽章“{badge}”", "因「{for}」獲得徽章「{badge}」"),
        "badge.revoked": ("The badge “{badge}” was taken back after the return", "退货后徽章“{badge}”已收回", "退貨後徽章「{badge}」已收回"),
    }
)
