"""What every movement of points is called, and why a member stands where they stand, in English, 简体中文 and 繁體中文."""

from regulars.kit.phrases import phrases

phrases(
    {
        # ---- one transfer, by the accounts it left and reached
        "moved.issued.active": ("{points} points came in", "入账 {points} 积分", "入帳 {points} 積分"),
        "moved.issued.pending": ("{points} points came in, not usable yet", "入账 {points} 积分，尚未生效", "入帳 {points} 積分，尚未生效"),
        "moved.issued.debt": ("{points} points settled what was owed", "{points} 积分抵扣欠分", "{points} 積分抵扣欠分"),
        "moved.pending.active": ("{points} points became usable", "{points} 积分已生效", "{points} 積分已生效"),
        "moved.pending.debt": ("{points} points settled what was owed as they became usable", "{points} 积分生效时抵扣欠分", "{points} 積分生效時抵扣欠分"),
        "moved.active.breakage": ("{points} points were not used in time and lapsed", "{points} 积分到期未使用，已过期", "{points} 積分到期未使用，已過期"),
        "moved.pending.breakage": ("{points} points lapsed before they became usable", "{points} 积分未生效即过期", "{points} 積分未生效即過期"),
        "moved.active.redeemed": ("{points} points were spent", "使用 {points} 积分", "使用 {points} 積分"),
        "moved.active.issued": ("{points} points were taken back", "扣回 {points} 积分", "扣回 {points} 積分"),
        "moved.pending.issued": ("{points} points that were not usable yet were taken back", "扣回尚未生效的 {points} 积分", "扣回尚未生效的 {points} 積分"),
        "moved.debt.issued": ("{points} points had been spent already and are owed", "{points} 积分已被使用，记为欠分", "{points} 積分已被使用，記為欠分"),
        "moved.breakage.issued": ("{points} points that had lapsed were counted back", "已过期的 {points} 积分一并冲回", "已過期的 {points} 積分一併沖回"),
        "moved.forfeited.issued": ("{points} points were not taken back", "{points} 积分不予扣回", "{points} 積分不予扣回"),
        "moved.active.held": ("{points} points were reserved", "冻结 {points} 积分", "凍結 {points} 積分"),
        "moved.held.active": ("{points} reserved points came back", "{points} 冻结积分已解冻", "{points} 凍結積分已解凍"),
        "moved.held.redeemed": ("{points} reserved points were spent", "使用 {points} 冻结积分", "使用 {points} 凍結積分"),
        "moved.held.transit": ("{points} points left for another member", "{points} 积分已转给其他会员", "{points} 積分已轉給其他會員"),
        "moved.transit.active": ("{points} points arrived from another member", "收到其他会员转来 {points} 积分", "收到其他會員轉來 {points} 積分"),
        "moved.redeemed.active": ("{points} points of a cancelled redemption came back", "取消兑换退回 {points} 积分", "取消兌換退回 {points} 積分"),
        "moved.active.adjusted": ("{points} points were taken by hand", "人工扣减 {points} 积分", "人工扣減 {points} 積分"),
        "moved.adjusted.active": ("{points} points were given by hand", "人工增加 {points} 积分", "人工增加 {points} 積分"),
        "moved.opening.active": ("{points} points were brought along from before", "转入原有 {points} 积分", "轉入原有 {points} 積分"),
        "moved.other": ("{points} points: {source} → {target}", "{points} 积分：{source} → {target}", "{points} 積分：{source} → {target}"),
        "moved.until": ("{moved} (last day {until})", "{moved}（有效期至 {until}）", "{moved}（有效期至 {until}）"),
        "moved.for_ever": ("{moved} (no last day)", "{moved}（永久有效）", "{moved}（永久有效）"),
        "moved.for_rule": ("{moved}: {rule}", "{moved}：{rule}", "{moved}：{rule}"),
        "moved.came_from": ("of these {points} had come with “{origin}” on {from}", "其中 {points} 来自 {from} 的“{origin}”", "其中 {points} 來自 {from} 的「{origin}」"),
        # ---- why this level, what is missing for the next
        "why.tier": ("{tier} since {from}", "自 {from} 起为{tier}", "自 {from} 起為{tier}"),
        "why.tier_reached": ("{tier} was reached on {from}", "{from} 达到{tier}", "{from} 達到{tier}"),
        "why.tier_keep": ("To keep {tier} at the review on {until}", "{until} 复评时保留{tier}的条件", "{until} 複評時保留{tier}的條件"),
        "why.tier_kept_for_ever": ("There is no review: {tier} stays", "不设复评，{tier}将一直保留", "不設複評，{tier}將一直保留"),
        "why.tier_grace": ("{tier} stays until {until}: the last review was not met", "上次复评未达标，{tier}保留至 {until}", "上次複評未達標，{tier}保留至 {until}"),
        "why.next_all": ("For {tier} it takes", "升级{tier}需要", "升級{tier}需要"),
        "why.next_any": ("For {tier} one of these is enough", "升级{tier}满足其一即可", "升級{tier}滿足其一即可"),
        "why.highest": ("There is no higher level", "已是最高等级", "已是最高等級"),
    }
)
