"""What is said of fairness, in three languages."""

from regulars.insight.churn import sentences  # noqa: F401  registers the classes' names
from regulars.kit.phrases import phrases, say

_F, _S = "insight.figure.price_fairness", "insight.fairness."

phrases(
    {
        _F: ("Does anybody pay more, or earn less, for the same?", "同样的商品，有人多付或少得积分吗？", "同樣的商品，有人多付或少得積分嗎？"),
        f"{_F}.formula": (
            "price: paid ÷ quantity of a group beside another, within the same article, week, channel and store; points: those of orders of one article alone, as many bought for as much; mean difference by cell (within estimator), members and cells as clusters; the 95 % intervals of all rows hold together",
            "价格：同一商品、同一周、同一渠道与门店内，各群体实付 ÷ 数量之差；积分：只含一种商品、数量与金额都相同的订单所得积分之差；组内估计，按会员与组双重聚类；所有行的 95% 区间同时成立",
            "價格：同一商品、同一週、同一通路與門市內，各群體實付 ÷ 數量之差；積分：只含一種商品、數量與金額都相同的訂單所得積分之差；組內估計，按會員與組雙重聚類；所有列的 95% 區間同時成立",
        ),
        f"{_F}.of": (
            "articles in a week that members of both groups bought in the same place; at least 30 of them, and 30 members of each",
            "两个群体在同一地点同一周都购买过的商品；至少 30 个，且各至少 30 位会员",
            "兩個群體在同一地點同一週都購買過的商品；至少 30 個，且各至少 30 位會員",
        ),
        f"{_S}none": (
            "No two groups of members bought enough of the same: it takes {cells} articles that both bought in the same week and place, and {members} members of each",
            "没有两个群体购买了足够多的相同商品：至少需要 {cells} 个双方在同一周、同一地点都购买过的商品，且各 {members} 位会员",
            "沒有兩個群體購買了足夠多的相同商品：至少需要 {cells} 個雙方在同一週、同一地點都購買過的商品，且各 {members} 位會員",
        ),
        f"{_S}too_small.paid": (
            "Of these groups nothing can be said of prices, since it takes {members} members and {cells} articles that others bought in the same week and place: {who}",
            "以下群体的价格无法判断（至少需要 {members} 位会员，以及 {cells} 个他人在同一周、同一地点也购买过的商品）：{who}",
            "以下群體的價格無法判斷（至少需要 {members} 位會員，以及 {cells} 個他人在同一週、同一地點也購買過的商品）：{who}",
        ),
        f"{_S}too_small.points": (
            "Of these groups nothing can be said of points, since it takes {members} members and {cells} purchases alike to the cent, of one article alone, that others made in the same week and place: {who}",
            "以下群体的积分无法判断（至少需要 {members} 位会员，以及 {cells} 种他人在同一周、同一地点也有的、金额与数量完全相同的单品订单）：{who}",
            "以下群體的積分無法判斷（至少需要 {members} 位會員，以及 {cells} 種他人在同一週、同一地點也有的、金額與數量完全相同的單品訂單）：{who}",
        ),
        f"{_S}no_points": (
            "What members earned for the same purchase can't be said from order files: it takes the running shop’s snapshot",
            "仅凭订单文件无法判断相同购买所得的积分：需要运行中商店的快照",
            "僅憑訂單檔案無法判斷相同購買所得的積分：需要運行中商店的快照",
        ),
        f"{_S}pays_more": (
            "{who} paid {change} more than {beside} for the same article in the same week and place ({low} to {high}). {how}. Find out why: different prices by profile may be unlawful (in China, PIPL art. 24)",
            "{who}在同一周、同一地点购买同一商品，比{beside}多付 {change}（{low} 至 {high}）。{how}。请查明原因：按画像差别定价可能违法（《个人信息保护法》第二十四条）",
            "{who}在同一週、同一地點購買同一商品，比{beside}多付 {change}（{low} 至 {high}）。{how}。請查明原因：按畫像差別定價可能違法（中國《個人信息保護法》第二十四條）",
        ),
        f"{_S}how.asked": ("All of it is in the price asked", "差异全部来自标价", "差異全部來自標價"),
        f"{_S}how.discounts": ("The price asked was the same; discounts make the difference", "标价相同，差异来自折扣", "標價相同，差異來自折扣"),
        f"{_S}how.both": ("The price asked differed by {asked}, discounts make the rest", "其中标价相差 {asked}，其余来自折扣", "其中標價相差 {asked}，其餘來自折扣"),
        f"{_S}earns_less": (
            "{who} earned {change} fewer points than {beside} for the same purchase in the same week and place ({low} to {high})",
            "{who}在同一周、同一地点完成同样的购买，比{beside}少得 {change} 的积分（{low} 至 {high}）",
            "{who}在同一週、同一地點完成同樣的購買，比{beside}少得 {change} 的積分（{low} 至 {high}）",
        ),
        f"{_S}nobody": (
            "Nobody pays more or earns less for the same: no group differs from the others by {least} or more",
            "没有人为同样的商品多付或少得积分：没有群体与其他人相差 {least} 以上",
            "沒有人為同樣的商品多付或少得積分：沒有群體與其他人相差 {least} 以上",
        ),
        f"{_S}nobody_seen": (
            "No group is seen to pay more or earn less for the same; {n} of {of} comparisons are too uncertain to rule out a difference of {least}",
            "未发现有群体为同样的商品多付或少得积分；{of} 项比较中有 {n} 项不够确定，无法排除 {least} 的差异",
            "未發現有群體為同樣的商品多付或少得積分；{of} 項比較中有 {n} 項不夠確定，無法排除 {least} 的差異",
        ),
        f"{_S}today": (
            "RFM is that of the day before the window; classes and levels are this evening’s, and who paid more may stand higher for that alone. Quantity discounts, vouchers and a level’s own discount are differences too",
            "RFM 以统计期开始前一天为准；类别与等级以当晚为准，付得多本身就可能使其更高。多买优惠、优惠券与等级自带折扣也会形成差异",
            "RFM 以統計期開始前一天為準；類別與等級以當晚為準，付得多本身就可能使其更高。多買優惠、優惠券與等級自帶折扣也會形成差異",
        ),
        f"{_S}drawn": (
            "The shop is large: one article and week in {one_in} is looked at, the same ones each time",
            "商店较大：每 {one_in} 个“商品 × 周”取一个，每次相同",
            "商店較大：每 {one_in} 個「商品 × 週」取一個，每次相同",
        ),
        f"{_S}tenure.long": ("Members of a year and more", "入会一年以上的会员", "入會一年以上的會員"),
        f"{_S}rfm.best": ("The best by RFM (4 or 5 each)", "RFM 最优的会员（各项 4–5 分）", "RFM 最優的會員（各項 4–5 分）"),
        f"{_S}rfm.weakest": ("The weakest by RFM (1 or 2 each)", "RFM 最弱的会员（各项 1–2 分）", "RFM 最弱的會員（各項 1–2 分）"),
        f"{_S}class": ("Members of the class “{name}”", "“{name}”类会员", "「{name}」類會員"),
        f"{_S}level": ("Members of the level “{name}”", "“{name}”等级会员", "「{name}」等級會員"),
        f"{_S}beside.new": ("new ones (their first 90 days)", "新会员（入会 90 天内）", "新會員（入會 90 天內）"),
        f"{_S}beside.others": ("all others", "其他会员", "其他會員"),
    }
)


def named(by: str, name: str, language: str) -> str:
    """A group in words. by: tenure, rfm, class or level."""
    if by in ("tenure", "rfm"):
        return say(f"{_S}{by}.{name}", {}, language)
    return say(f"{_S}{by}", {"name": say(f"class.{name}", {}, language) if by == "class" else name}, language)
