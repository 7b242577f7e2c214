"""Why something is offered, and why it can't be, in words."""

from regulars.kit.phrases import phrases

phrases(
    {
        # ---- why this item
        "insight.recommend.bought_often": ("you have bought it {times} times in {baskets} purchases", "您在 {baskets} 次购买中买过 {times} 次", "您在 {baskets} 次購買中買過 {times} 次"),
        "insight.recommend.because_bought": ("because you bought {item}", "因为您购买过{item}", "因為您購買過{item}"),
        "insight.recommend.goes_with": (
            "goes with {item}: {together} of {of} purchases of it had both, {lift} times as many as by chance",
            "常与{item}搭配：购买{item}的 {of} 单中有 {together} 单同时购买，是随机水平的 {lift} 倍",
            "常與{item}搭配：購買{item}的 {of} 單中有 {together} 單同時購買，是隨機水準的 {lift} 倍",
        ),
        "insight.recommend.popular": ("in {times} purchases of all members", "全体会员共购买 {times} 次", "全體會員共購買 {times} 次"),
        "insight.recommend.new": ("new in the shop", "新品上架", "新品上架"),
        # ---- what can't be said
        "insight.recommend.no_baskets": ("no order has a line with an item and an amount above 0: nothing can be recommended", "没有任何订单含有金额大于 0 的商品行：无法推荐", "沒有任何訂單含有金額大於 0 的商品行：無法推薦"),
        "insight.recommend.uneven": ("the columns of the order lines differ in length", "订单行各列长度不一致", "訂單行各列長度不一致"),
        "insight.recommend.one_article": (
            "all orders are of one article: what to show next can't be asked",
            "所有订单都是同一种商品：无从谈起接下来推荐什么",
            "所有訂單都是同一種商品：無從談起接下來推薦什麼",
        ),
        "insight.recommend.too_few": (
            "only {members} members bought before and after the cut; {least} are needed to say whether recommendations are any good",
            "截止日前后都有购买的会员仅 {members} 位；至少需要 {least} 位才能判断推荐是否有效",
            "截止日前後都有購買的會員僅 {members} 位；至少需要 {least} 位才能判斷推薦是否有效",
        ),
        "insight.recommend.list.buy_again": ("Buy again", "回购推荐", "回購推薦"),
        "insight.recommend.list.try_new": ("Try new", "新品尝试", "新品嘗試"),
        "insight.recommend.not_better": (
            "“{list}” does not beat the simplest way on what members did next ({ours} against {theirs}): it stays switched off",
            "用会员后来的实际购买检验，“{list}”不优于最简单的方法（{ours} 对 {theirs}）：保持关闭",
            "用會員後來的實際購買檢驗，「{list}」不優於最簡單的方法（{ours} 對 {theirs}）：保持關閉",
        ),
        "insight.recommend.no_newcomers": ("there is no new product to show", "没有可展示的新品", "沒有可展示的新品"),
        "insight.recommend.explore": ("the share shown at random must be above 0 and at most 1, not {explore}", "随机展示比例须大于 0 且不超过 1，而不是 {explore}", "隨機展示比例須大於 0 且不超過 1，而不是 {explore}"),
    }
)
