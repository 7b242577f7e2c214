"""Every reason and refusal about referrals in English, 简体中文 and 繁體中文."""

from regulars.kit.phrases import phrases

phrases(
    {
        "referral.noted": ("Brought by another member", "由其他会员推荐", "由其他會員推薦"),
        "referral.missed": ("The referral does not count: {why}", "推荐未生效：{why}", "推薦未生效：{why}"),
        "referral.missed_purchase": (
            "This purchase does not count for the referral: {detail} did not match",
            "本次消费不计入推荐：{detail}不符合条件",
            "本次消費不計入推薦：{detail}不符合條件",
        ),
        "referral.waiting": (
            "The referral counts when this purchase is kept until {from}",
            "若到 {from} 未退货，推荐即生效",
            "若到 {from} 未退貨，推薦即生效",
        ),
        "referral.own_friend": (
            "An advocate and the friend they brought are one person: nobody keeps a reward for bringing themselves",
            "推荐人与好友为同一人：推荐自己不获得奖励",
            "推薦人與好友為同一人：推薦自己不獲得獎勵",
        ),
        "referral.given_again": (
            "{points} points for a referral are theirs again: advocate and friend are two persons",
            "推荐人与好友并非同一人：已恢复 {points} 推荐积分",
            "推薦人與好友並非同一人：已恢復 {points} 推薦積分",
        ),
        "referral.qualified": ("The purchase was kept: the referral counts", "订单已确认保留，推荐生效", "訂單已確認保留，推薦生效"),
        "referral.friend_qualified": ("A friend you brought has bought and kept it", "您推荐的好友已消费且未退货", "您推薦的好友已消費且未退貨"),
        "referral.rewarded": ("{points} points for the referral", "推荐奖励 {points} 积分", "推薦獎勵 {points} 積分"),
        "referral.clipped": (
            "The referral would have given {asked} points; its limit allowed {points}",
            "推荐本应奖励 {asked} 积分，限额仅允许 {points}",
            "推薦本應獎勵 {asked} 積分，限額僅允許 {points}",
        ),
        "referral.missed_limit": (
            "The referral counts, but its rewards are used up ({detail})",
            "推荐有效，但奖励次数已用完（{detail}）",
            "推薦有效，但獎勵次數已用完（{detail}）",
        ),
        "referral.set_back": (
            "The purchase was returned: the referral waits for the next one",
            "订单已退货，推荐等待下一次消费",
            "訂單已退貨，推薦等待下一次消費",
        ),
        "referral.reversed": ("The purchase was returned: the referral no longer counts", "订单已退货，推荐失效", "訂單已退貨，推薦失效"),
        "referral.friend_returned": (
            "The friend returned what they had bought: the referral no longer counts",
            "好友已退货，推荐失效",
            "好友已退貨，推薦失效",
        ),
        "referral.taken_back": ("{points} points of the referral were taken back", "已扣回推荐奖励 {points} 积分", "已扣回推薦獎勵 {points} 積分"),
        # ---- why a referral does not count
        "referral.not_offered": ("the programme has no referrals", "会员计划未设推荐奖励", "會員計劃未設推薦獎勵"),
        "referral.unknown": ("nobody has this code", "推荐码不存在", "推薦碼不存在"),
        "referral.self": ("nobody brings themselves", "不能推荐自己", "不能推薦自己"),
        "referral.same_person": (
            "the two seem to be one person: they share a phone, an e-mail, a device or a way of paying",
            "双方疑似同一人：电话、邮箱、设备或付款方式相同",
            "雙方疑似同一人：電話、信箱、裝置或付款方式相同",
        ),
        "referral.one_person": (
            "the advocate and the friend have become one person, and nobody brings themselves",
            "推荐人与好友已合并为同一人，不能推荐自己",
            "推薦人與好友已合併為同一人，不能推薦自己",
        ),
        "referral.household": ("the two live at one address", "双方地址相同", "雙方地址相同"),
        "referral.ring": ("the member belongs to those who brought the advocate: a circle", "推荐关系形成循环", "推薦關係形成循環"),
        "referral.known": ("the device or the way of paying belongs to a member already", "设备或付款方式已属于其他会员", "裝置或付款方式已屬於其他會員"),
        "referral.taken": ("this member has been brought by somebody already", "该会员已有推荐人", "該會員已有推薦人"),
        "referral.too_late": (
            "who brought a member is said before the first purchase; later somebody has to answer for it",
            "推荐人须在首次消费前登记，之后需由员工确认",
            "推薦人須在首次消費前登記，之後需由員工確認",
        ),
    }
)
