"""The sentences with which ``describe`` tells a programme, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        "programme.read.section.points": ("Points", "积分", "積分"),
        "programme.read.section.tiers": ("Levels", "等级", "等級"),
        "programme.read.section.earning": ("Earning", "积分获取", "積分獲取"),
        "programme.read.section.challenges": ("Challenges and badges", "挑战与徽章", "挑戰與徽章"),
        "programme.read.section.returns": ("Returns", "退货", "退貨"),
        "programme.read.section.moving": ("Gifts and pools", "转赠与积分池", "轉贈與積分池"),
        "programme.read.section.limits": ("Limits and budget", "上限与预算", "上限與預算"),
        # ---- wallets: the first sentence names the wallet, the others follow it
        "programme.read.wallet.spendable": (
            "{wallet} can be spent.",
            "{wallet}可以用于消费抵扣和兑换。",
            "{wallet}可以用於消費折抵和兌換。",
        ),
        "programme.read.wallet.spendable_value": (
            "{wallet} can be spent; one point is worth {value} to the member.",
            "{wallet}可以用于消费抵扣和兑换，每 1 积分对会员价值 {value}。",
            "{wallet}可以用於消費折抵和兌換，每 1 積分對會員價值 {value}。",
        ),
        "programme.read.wallet.qualifying": (
            "{wallet} counts towards levels and can't be spent.",
            "{wallet}只用于等级，不能消费。",
            "{wallet}只用於等級，不能消費。",
        ),
        "programme.read.activate.immediately": (
            "Its points are usable as soon as they are earned.",
            "获得后立即可用。",
            "獲得後立即可用。",
        ),
        "programme.read.activate.after": (
            "Its points are pending at first and usable {period} after they are earned.",
            "获得后先为待生效积分，{period}后生效。",
            "獲得後先為待生效積分，{period}後生效。",
        ),
        "programme.read.activate.on": (
            "Its points are pending until {event}.",
            "获得后先为待生效积分，{event}后生效。",
            "獲得後先為待生效積分，{event}後生效。",
        ),
        "programme.read.expire.never": ("Its points never expire.", "永久有效。", "永久有效。"),
        "programme.read.expire.rolling": (
            "Its points are valid for {period} after they are earned{rounded}.",
            "有效期为获得后 {period}{rounded}。",
            "有效期為獲得後 {period}{rounded}。",
        ),
        "programme.read.expire.rolling_active": (
            "Its points are valid for {period} after they become usable{rounded}.",
            "有效期为生效后 {period}{rounded}。",
            "有效期為生效後 {period}{rounded}。",
        ),
        "programme.read.round.day": (", to the end of that day", "，至当天结束", "，至當天結束"),
        "programme.read.round.month": (", to the end of that month", "，至当月月底", "，至當月月底"),
        "programme.read.round.quarter": (", to the end of that quarter", "，至当季季末", "，至當季季末"),
        "programme.read.round.year": (", to the end of that year", "，至当年年底", "，至當年年底"),
        "programme.read.expire.calendar": (
            "Its points expire at the end of {dates} every year.",
            "每年 {dates}结束时过期。",
            "每年 {dates}結束時過期。",
        ),
        "programme.read.expire.calendar_after": (
            "Its points expire at the end of {dates} every year, but live at least {period}.",
            "每年 {dates}结束时过期，但至少有效 {period}。",
            "每年 {dates}結束時過期，但至少有效 {period}。",
        ),
        "programme.read.expire.sliding": (
            "Its points expire {period} after the last activity ({events}).",
            "自最近一次活动（{events}）起 {period}后过期。",
            "自最近一次活動（{events}）起 {period}後過期。",
        ),
        "programme.read.expire.sliding_at_most": (
            "Its points expire {period} after the last activity ({events}), at the latest {at_most} after they were earned.",
            "自最近一次活动（{events}）起 {period}后过期，最迟为获得后 {at_most}。",
            "自最近一次活動（{events}）起 {period}後過期，最遲為獲得後 {at_most}。",
        ),
        "programme.read.rounding.order": ("The points of an order are added up, then rounded {how}.", "整笔订单的积分相加后{how}。", "整筆訂單的積分相加後{how}。"),
        "programme.read.rounding.line": ("The points of each line of an order are rounded {how}, then added up.", "订单中每个商品行的积分分别{how}，再相加。", "訂單中每個商品列的積分分別{how}，再相加。"),
        "programme.read.rounding.down": ("down", "向下取整", "向下取整"),
        "programme.read.rounding.half_up": ("to the nearest, halves up", "四舍五入", "四捨五入"),
        "programme.read.rounding.up": ("up", "向上取整", "無條件進位"),
        "programme.read.burn.soonest_expiry": (
            "What expires soonest is spent first.",
            "使用时先扣最早到期的积分。",
            "使用時先扣最早到期的積分。",
        ),
        "programme.read.burn.oldest": (
            "The oldest points are spent first.",
            "使用时先扣最早获得的积分。",
            "使用時先扣最早獲得的積分。",
        ),
        "programme.read.burn.newest": (
            "The newest points are spent first.",
            "使用时先扣最近获得的积分。",
            "使用時先扣最近獲得的積分。",
        ),
        # ---- levels
        "programme.read.level.start": (
            "{level}: every member starts here.",
            "{level}：入会即为此等级。",
            "{level}：入會即為此等級。",
        ),
        "programme.read.level.reach": ("{level}: {criterion}.", "{level}：{criterion}。", "{level}：{criterion}。"),
        "programme.read.level.keep": (
            "{level} is kept at a review with: {criterion}.",
            "{level}保级条件：{criterion}。",
            "{level}保級條件：{criterion}。",
        ),
        "programme.read.level.multiplier": (
            "{level}: points on spending × {by}.",
            "{level}：消费积分 × {by}。",
            "{level}：消費積分 × {by}。",
        ),
        "programme.read.level.floor": (
            "Whoever stands on {level} never falls below {floor}.",
            "{level}会员最低保留{floor}等级。",
            "{level}會員最低保留{floor}等級。",
        ),
        "programme.read.review.never": (
            "There are no reviews: nobody goes down.",
            "不设复评，等级只升不降。",
            "不設複評，等級只升不降。",
        ),
        "programme.read.review.day": (
            "Levels are reviewed at the end of every day.",
            "每天结束时复评等级。",
            "每天結束時複評等級。",
        ),
        "programme.read.review.month": (
            "Levels are reviewed at the end of every month.",
            "每月月底复评等级。",
            "每月月底複評等級。",
        ),
        "programme.read.review.quarter": (
            "Levels are reviewed at the end of every quarter.",
            "每季季末复评等级。",
            "每季季末複評等級。",
        ),
        "programme.read.review.half_year": (
            "Levels are reviewed at the end of every half-year.",
            "每半年末复评等级。",
            "每半年末複評等級。",
        ),
        "programme.read.review.year": (
            "Levels are reviewed at the end of every year.",
            "每年年底复评等级。",
            "每年年底複評等級。",
        ),
        "programme.read.review.anniversary": (
            "Levels are reviewed every year on the member's anniversary.",
            "每年在会员入会周年日复评等级。",
            "每年在會員入會週年日複評等級。",
        ),
        "programme.read.review.tier_anniversary": (
            "Levels are reviewed every year on the day the member reached the level.",
            "每年在会员达到该等级的周年日复评等级。",
            "每年在會員達到該等級的週年日複評等級。",
        ),
        "programme.read.review.dates": (
            "Levels are reviewed at the end of {dates} every year.",
            "每年 {dates}结束时复评等级。",
            "每年 {dates}結束時複評等級。",
        ),
        "programme.read.down.one": (
            "Whoever does not keep a level goes one level down.",
            "未达到保级条件的会员降一级。",
            "未達到保級條件的會員降一級。",
        ),
        "programme.read.down.full": (
            "Whoever does not keep a level goes down to the highest level that is still kept.",
            "未达到保级条件的会员降至仍符合保级条件的最高等级。",
            "未達到保級條件的會員降至仍符合保級條件的最高等級。",
        ),
        "programme.read.inactive": (
            "{period} without activity also bring a member down.",
            "连续 {period}没有活动也会降级。",
            "連續 {period}沒有活動也會降級。",
        ),
        "programme.read.grace": (
            "After a failed review the level stays for {period}{rounded}; whoever keeps it within that time does not go down.",
            "复评未通过后，等级保留 {period}{rounded}；期间达到保级条件则不降级。",
            "複評未通過後，等級保留 {period}{rounded}；期間達到保級條件則不降級。",
        ),
        "programme.read.grace_round.day": ("", "", ""),
        "programme.read.grace_round.month": (", to the end of that month", "，至当月月底", "，至當月月底"),
        "programme.read.grace_round.quarter": (", to the end of that quarter", "，至当季季末", "，至當季季末"),
        "programme.read.grace_round.year": (", to the end of that year", "，至当年年底", "，至當年年底"),
        "programme.read.soft_landing": (
            "For {period} after a fall the member keeps of the lost level: {kept}.",
            "降级后 {period}内保留原等级的：{kept}。",
            "降級後 {period}內保留原等級的：{kept}。",
        ),
        "programme.read.soft.multiplier": ("the points multiplier", "积分倍数", "積分倍數"),
        "programme.read.freeze.extended": (
            "A level can be frozen for up to {period}, for parental leave or an illness: no review and no fall until then, and frozen days are left out of the periods that count.",
            "等级可因育儿假、生病等冻结，最长 {period}：期间不复评、不降级，冻结的天数不计入考核期。",
            "等級可因育嬰假、生病等凍結，最長 {period}：期間不複評、不降級，凍結的天數不計入考核期。",
        ),
        "programme.read.freeze.unchanged": (
            "A level can be frozen for up to {period}, for parental leave or an illness: no review and no fall until then; the periods that count go on.",
            "等级可因育儿假、生病等冻结，最长 {period}：期间不复评、不降级，考核期照常计算。",
            "等級可因育嬰假、生病等凍結，最長 {period}：期間不複評、不降級，考核期照常計算。",
        ),
        "programme.read.track.automatic": (
            "Fast track {track}: {criterion}, and {level} is yours for {period}",
            "快速升级{track}：{criterion}，即可享受 {period}的{level}等级",
            "快速升級{track}：{criterion}，即可享受 {period}的{level}等級",
        ),
        "programme.read.track.on_request": (
            "Fast track {track}, for whoever asks to take part: from then on {criterion}, and {level} is yours for {period}",
            "快速升级{track}（需报名）：报名后 {criterion}，即可享受 {period}的{level}等级",
            "快速升級{track}（需報名）：報名後 {criterion}，即可享受 {period}的{level}等級",
        ),
        "programme.read.track.from": (", from {day}", "，自 {day} 起", "，自 {day} 起"),
        "programme.read.track.until": (", until {day}", "，至 {day} 止", "，至 {day} 止"),
        "programme.read.track.end": (".", "。", "。"),
        "programme.read.paid": ("Membership {plan}: {fee} for {period}, {gives}", "付费会员{plan}：{fee} / {period}，{gives}", "付費會員{plan}：{fee} / {period}，{gives}"),
        "programme.read.paid.multiplier": ("points on spending × {by}", "消费积分 × {by}", "消費積分 × {by}"),
        "programme.read.paid.level": ("with the level {level}", "享{level}等级", "享{level}等級"),
        "programme.read.paid.trial": ("; the first {period} may be tried free of charge", "；可免费试用 {period}", "；可免費試用 {period}"),
        "programme.read.paid.renew.manual": ("; it ends by itself", "；到期自动终止", "；到期自動終止"),
        "programme.read.paid.renew.auto": ("; it goes on until it is cancelled", "；到期自动续期，可随时取消", "；到期自動續期，可隨時取消"),
        "programme.read.paid.refund.pro_rata": (", and unused days are paid back.", "，剩余天数按比例退款。", "，剩餘天數按比例退款。"),
        "programme.read.paid.refund.none": (", and fees are not paid back.", "，费用不予退还。", "，費用不予退還。"),
        "programme.read.visits_on": (
            "A visit is a day with {events}.",
            "有{events}的日子计为到店一天。",
            "有{events}的日子計為到店一天。",
        ),
        # ---- earning around the rules
        "programme.read.enrol.refuse": (
            "Only enrolled members earn.",
            "只有已入会的会员可以积分。",
            "只有已入會的會員可以積分。",
        ),
        "programme.read.enrol.on_first_event": (
            "An unknown member is enrolled with the first order.",
            "未入会的顾客在首次下单时自动入会。",
            "未入會的顧客在首次下單時自動入會。",
        ),
        "programme.read.enrol.on_first_points": (
            "Whoever has not joined may earn all the same, and joins with the first points.",
            "未入会的顾客也可积分，首次获得积分时自动入会。",
            "未入會的顧客也可積分，首次獲得積分時自動入會。",
        ),
        "programme.read.enrol.on_first_usable_points": (
            "Whoever has not joined may earn all the same, and joins when the first points become usable.",
            "未入会的顾客也可积分，首批积分生效时自动入会。",
            "未入會的顧客也可積分，首批積分生效時自動入會。",
        ),
        "programme.read.enrol.on_request": (
            "Whoever has not joined collects points all the same; they wait, and become usable on joining.",
            "未入会的顾客也可累积积分，入会时生效。",
            "未入會的顧客也可累積積分，入會時生效。",
        ),
        "programme.read.enrol.never": (
            "Nobody has to join to earn and spend points; whoever wants to, may.",
            "无需入会即可积分和使用积分；也可自愿入会。",
            "無需入會即可積分和使用積分；也可自願入會。",
        ),
        "programme.read.exclude.category": (
            "Nothing is earned on these categories: {values}.",
            "以下品类不积分：{values}。",
            "以下品類不積分：{values}。",
        ),
        "programme.read.exclude.sku": (
            "Nothing is earned on these items: {values}.",
            "以下商品不积分：{values}。",
            "以下商品不積分：{values}。",
        ),
        "programme.read.exclude.brand": (
            "Nothing is earned on these brands: {values}.",
            "以下品牌不积分：{values}。",
            "以下品牌不積分：{values}。",
        ),
        "programme.read.not_earning": (
            "What is paid with {tenders} earns nothing.",
            "以{tenders}支付的部分不积分。",
            "以{tenders}支付的部分不積分。",
        ),
        "programme.read.tender.points": ("points", "积分", "積分"),
        "programme.read.tender.gift_card": ("gift cards", "礼品卡", "禮品卡"),
        # ---- returns
        "programme.read.returns.debt": (
            "Returned goods take back all their points; points already spent become a debt that later points pay off first.",
            "退货时收回对应的全部积分；已使用的部分记为欠分，由之后获得的积分优先抵扣。",
            "退貨時收回對應的全部積分；已使用的部分記為欠分，由之後獲得的積分優先抵扣。",
        ),
        "programme.read.returns.within_balance": (
            "Returned goods take back their points as far as the balance covers them; the rest is forgiven.",
            "退货时在可用积分范围内收回对应积分，不足部分免除。",
            "退貨時在可用積分範圍內收回對應積分，不足部分免除。",
        ),
        "programme.read.returns.only_pending": (
            "Returned goods take back only points that are still pending.",
            "退货时只收回仍在待生效的积分。",
            "退貨時只收回仍在待生效的積分。",
        ),
        "programme.read.returns.window": (
            "The return window is {period} after the order.",
            "退货期为下单后 {period}。",
            "退貨期為下單後 {period}。",
        ),
        "programme.read.returns.at_review": (
            "A return lowers spend on the day of its order; the level is looked at again at the next review.",
            "退货会冲减原订单当天的消费额；等级在下次复评时再核对。",
            "退貨會沖減原訂單當天的消費額；等級在下次複評時再核對。",
        ),
        "programme.read.returns.at_once": (
            "A return lowers spend on the day of its order; the level is looked at again at once.",
            "退货会冲减原订单当天的消费额；等级立即重新核对。",
            "退貨會沖減原訂單當天的消費額；等級立即重新核對。",
        ),
    }
)
