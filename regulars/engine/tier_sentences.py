"""What is said about tiers beside the ladder's own moves, in English, 简体中文 and 繁體中文."""

from regulars.kit.phrases import phrases

phrases(
    {
        "tier.soft_landing": ("Until {until} what {tier} gave lives on: {keep}", "{until} 前仍保留{tier}的权益：{keep}", "{until} 前仍保留{tier}的權益：{keep}"),
        "tier.soft_landing_over": ("What {tier} gave after the fall is over", "降级后保留的{tier}权益已结束", "降級後保留的{tier}權益已結束"),
        "tier.own_moved": ("By the member's own doings {from} became {to}; {tier} stays for now", "会员自身等级由{from}变为{to}，目前仍享{tier}", "會員自身等級由{from}變為{to}，目前仍享{tier}"),
        "tier.frozen": ("The tier is frozen until {until}: no review, no fall ({reason})", "等级冻结至 {until}，期间不复评、不降级（{reason}）", "等級凍結至 {until}，期間不複評、不降級（{reason}）"),
        "tier.unfrozen": ("The freeze was ended", "等级冻结已提前解除", "等級凍結已提前解除"),
        "tier.freeze_over": ("The freeze is over", "等级冻结期已结束", "等級凍結期已結束"),
        "tier.freeze_too_long": ("A freeze lasts at most {most}: until {latest}, not {until}", "冻结最长 {most}：最晚至 {latest}，不能到 {until}", "凍結最長 {most}：最晚至 {latest}，不能到 {until}"),
        "tier.not_frozen": ("The tier is not frozen", "该会员等级未被冻结", "該會員等級未被凍結"),
        "tier.until_past": ("{until} is over already", "{until} 已经过去", "{until} 已經過去"),
        "tier.unknown_level": ("The programme has no level “{tier}”", "会员计划中没有等级“{tier}”", "會員計劃中沒有等級「{tier}」"),
        "tier.matched": ("{tier} until {until}, matched on evidence {evidence}", "凭证明 {evidence} 匹配为{tier}，有效期至 {until}", "憑證明 {evidence} 匹配為{tier}，有效期至 {until}"),
        "tier.match_not_higher": ("A match to {tier} would change nothing: the member has {own} already", "匹配{tier}没有意义：会员已是{own}", "匹配{tier}沒有意義：會員已是{own}"),
        "tier.match_over": ("The matched time is over: {from} became {to}", "等级匹配到期：由{from}变为{to}", "等級匹配到期：由{from}變為{to}"),
        "tier.match_kept": ("The matched time is over; {to} stays", "等级匹配到期，继续保留{to}", "等級匹配到期，繼續保留{to}"),
        "tier.set": ("Set from {from} to {to} by hand: {reason}", "人工由{from}调整为{to}：{reason}", "人工由{from}調整為{to}：{reason}"),
        "tier.set_until": ("Set from {from} to {to} by hand until {until}: {reason}", "人工由{from}调整为{to}，有效期至 {until}：{reason}", "人工由{from}調整為{to}，有效期至 {until}：{reason}"),
        "tier.set_over": ("The level set by hand is over: {from} became {to}", "人工设定的等级到期：由{from}变为{to}", "人工設定的等級到期：由{from}變為{to}"),
        "tier.set_kept": ("The level set by hand is over; {to} stays", "人工设定的等级到期，继续保留{to}", "人工設定的等級到期，繼續保留{to}"),
        "tier.reach_holds": ("The member does what {tier} asks and would rise again at once: name a day until which the level holds", "会员已满足{tier}的条件，会立即恢复升级：请注明该等级保持到哪一天", "會員已滿足{tier}的條件，會立即恢復升級：請註明該等級保持到哪一天"),
        "track.requested": ("Takes part in “{track}”: done by {until}, it gives {tier}", "已报名“{track}”：在 {until} 前完成即可获得{tier}", "已報名「{track}」：在 {until} 前完成即可獲得{tier}"),
        "track.reached": ("“{track}” is done: {tier} until {until}", "已完成“{track}”：享{tier}至 {until}", "已完成「{track}」：享{tier}至 {until}"),
        "track.missed": ("“{track}” was not done in time", "未在期限内完成“{track}”", "未在期限內完成「{track}」"),
        "tier.track_over": ("The time of “{track}” is over: {from} became {to}", "“{track}”的等级到期：由{from}变为{to}", "「{track}」的等級到期：由{from}變為{to}"),
        "tier.track_kept": ("The time of “{track}” is over; {to} stays", "“{track}”的等级到期，继续保留{to}", "「{track}」的等級到期，繼續保留{to}"),
        "track.unknown": ("The programme has no fast track “{track}”", "会员计划中没有快速升级任务“{track}”", "會員計劃中沒有快速升級任務「{track}」"),
        "track.automatic": ("“{track}” needs no request: everybody takes part", "“{track}”无需报名，所有会员自动参加", "「{track}」無需報名，所有會員自動參加"),
        "track.not_running": ("“{track}” is not running on this day", "“{track}”当天不在活动期内", "「{track}」當天不在活動期內"),
        "track.nothing_to_gain": ("“{track}” gives {tier}, which the member has by their own doings", "“{track}”授予{tier}，而会员已凭自身达到", "「{track}」授予{tier}，而會員已憑自身達到"),
        "track.already_requested": ("The member takes part in “{track}” already", "该会员已参加“{track}”", "該會員已參加「{track}」"),
        "data.not_a_day": ("“{field}” must be a day such as 2026-03-31, not “{given}”", "“{field}”必须是日期，例如 2026-03-31，而不是“{given}”", "「{field}」必須是日期，例如 2026-03-31，而不是「{given}」"),
    }
)
