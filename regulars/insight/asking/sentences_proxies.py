"""What stands in for intentions nobody was asked about, in three languages."""

from regulars.kit.phrases import phrases

_F = "insight.figure.loyalty_proxies"

phrases(
    {
        _F: ("Standing in for answers: what members do", "代替回答的行为指标", "代替回答的行為指標"),
        f"{_F}.formula": (
            "cross-buying: categories a member bought of ÷ categories sold; price tolerance: paid without a discount ÷ paid; both × 100, of the last 365 days; mean with 95 of 100 redraws; AUC: how well each ranks who bought after a cut, beside the last purchase alone",
            "交叉购买：会员购买过的品类 ÷ 在售品类；价格容忍：无折扣付款 ÷ 全部付款；均 × 100，取近 365 天；均值及 95% 重抽样区间；AUC：在截止日之后谁会购买的排序能力，并列只看最近一次消费",
            "交叉購買：會員購買過的品類 ÷ 在售品類；價格容忍：無折扣付款 ÷ 全部付款；均 × 100，取近 365 天；平均值及 95% 重抽樣區間；AUC：在截止日之後誰會購買的排序能力，並列只看最近一次消費",
        ),
        f"{_F}.of": (
            "members who bought in the last 365 days; the coverage is their share of all",
            "近 365 天购买过的会员；覆盖率为其占全部会员的比例",
            "近 365 天購買過的會員；覆蓋率為其占全部會員的比例",
        ),
        "insight.proxy.cross_buy": ("buys across categories (proxy)", "跨品类购买（替代指标）", "跨品類購買（替代指標）"),
        "insight.proxy.price_tolerance": ("pays the full price (proxy)", "全价购买（替代指标）", "全價購買（替代指標）"),
        "insight.proxies.what": (
            "These are proxies: what members do, not what they say. They are in no loyalty index; ask members to know their attitude",
            "这些是替代指标：反映会员的行为而非其表述，不计入忠诚度指数；要了解态度请进行调查",
            "這些是替代指標：反映會員的行為而非其表述，不計入忠誠度指數；要了解態度請進行調查",
        ),
        "insight.proxies.asked": (
            "members were asked themselves, so no proxy is shown: {proxy}",
            "已直接询问会员，因此不显示替代指标：{proxy}",
            "已直接詢問會員，因此不顯示替代指標：{proxy}",
        ),
        "insight.proxies.not_valid": (
            "{proxy}: who buys again is not ranked better by it (AUC {auc}) than by the last purchase alone (AUC {recency})",
            "{proxy}：在预测谁会再次购买上（AUC {auc}），并不优于只看最近一次消费（AUC {recency}）",
            "{proxy}：在預測誰會再次購買上（AUC {auc}），並不優於只看最近一次消費（AUC {recency}）",
        ),
        "insight.proxies.no_categories": (
            "whether members buy across categories can't be said: the orders of the last year name {categories}, it takes {least}",
            "无法判断会员是否跨品类购买：近一年订单只有 {categories} 个品类，至少需要 {least} 个",
            "無法判斷會員是否跨品類購買：近一年訂單只有 {categories} 個品類，至少需要 {least} 個",
        ),
        "insight.proxies.no_discounts": (
            "whether members pay the full price can't be said: no order of the last year names a discount",
            "无法判断会员是否全价购买：近一年订单没有折扣数据",
            "無法判斷會員是否全價購買：近一年訂單沒有折扣資料",
        ),
    }
)
