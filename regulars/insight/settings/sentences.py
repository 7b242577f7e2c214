"""The names of the settings, what is refused, and what figures say of them, in three languages."""

from regulars.kit.phrases import phrases

_S = "insight.setting."

phrases(
    {
        f"{_S}unknown": ("there is no setting “{setting}”; there are: {known}", "没有名为“{setting}”的设置；现有：{known}", "沒有名為「{setting}」的設定；現有：{known}"),
        f"{_S}number": ("“{text}” is not a number", "“{text}”不是数字", "「{text}」不是數字"),
        f"{_S}margin": (
            "“{text}” is no margin: write a share above 0 and up to 1, such as 0.35 or 35%",
            "“{text}”不是毛利率：请填写大于 0、不超过 1 的比例，例如 0.35 或 35%",
            "「{text}」不是毛利率：請填寫大於 0、不超過 1 的比例，例如 0.35 或 35%",
        ),
        f"{_S}method": ("“{text}” is no way to cut RFM; there are: {known}", "没有“{text}”这种 RFM 划分方式；现有：{known}", "沒有「{text}」這種 RFM 劃分方式；現有：{known}"),
        f"{_S}days": ("“{text}” is no window: write whole days from {least} to {most}", "“{text}”不是时间窗口：请填写 {least} 至 {most} 的整天数", "「{text}」不是時間窗口：請填寫 {least} 至 {most} 的整天數"),
        f"{_S}cuts": ("“{text}” are no cut points: write four rising numbers, such as 30 60 120 365", "“{text}”不是分界值：请填写四个递增的数，例如 30 60 120 365", "「{text}」不是分界值：請填寫四個遞增的數，例如 30 60 120 365"),
        f"{_S}cuts_missing": (
            "fixed RFM cut points need all three: rfm_recency, rfm_frequency and rfm_monetary",
            "固定 RFM 分界值需要三项齐全：rfm_recency、rfm_frequency 和 rfm_monetary",
            "固定 RFM 分界值需要三項齊全：rfm_recency、rfm_frequency 和 rfm_monetary",
        ),
        f"{_S}judged": (
            "“{text}” are no judgements: write {pairs} numbers from 1/9 to 9, how many times more each thing matters than each after it",
            "“{text}”不是判断：请填写 {pairs} 个 1/9 至 9 的数，即每一项比其后各项重要几倍",
            "「{text}」不是判斷：請填寫 {pairs} 個 1/9 至 9 的數，即每一項比其後各項重要幾倍",
        ),
        f"{_S}name.margin": ("Margin, share of what is paid", "毛利率（占实付金额）", "毛利率（占實付金額）"),
        f"{_S}name.contact_cost": ("What a contact costs", "每次客服联系的成本", "每次客服聯絡的成本"),
        f"{_S}name.delivery_cost": ("What a delivery costs", "每次配送的成本", "每次配送的成本"),
        f"{_S}name.return_cost": ("What handling a return costs", "每次退货处理的成本", "每次退貨處理的成本"),
        f"{_S}name.rfm_method": ("How RFM is cut", "RFM 划分方式", "RFM 劃分方式"),
        f"{_S}name.rfm_days": ("RFM looks back, days", "RFM 时间窗口（天）", "RFM 時間窗口（天）"),
        f"{_S}name.rfm_recency": ("Fixed cut points: days since the last purchase", "固定分界：距上次购买天数", "固定分界：距上次購買天數"),
        f"{_S}name.rfm_frequency": ("Fixed cut points: purchase days", "固定分界：购买日数", "固定分界：購買日數"),
        f"{_S}name.rfm_monetary": ("Fixed cut points: revenue", "固定分界：净收入", "固定分界：淨收入"),
        f"{_S}name.attitude": ("Judgements: repurchase, cross-buy, recommend, price tolerance", "态度判断：再次购买、交叉购买、推荐、价格容忍", "態度判斷：再次購買、交叉購買、推薦、價格容忍"),
        f"{_S}name.behaviour": ("Judgements: purchases, then frequency, recency, length and depth of visits", "行为判断：购买，访问频次、最近访问、时长、深度", "行為判斷：購買，造訪頻次、最近造訪、時長、深度"),
        f"{_S}help.margin": ("Such as 35%. Without it margin figures are revenue, and say so.", "例如 35%。未填写时毛利类指标即为收入，并会注明。", "例如 35%。未填寫時毛利類指標即為收入，並會註明。"),
        f"{_S}help.contact_cost": (
            "For each contact.made event that brings no cost of its own.",
            "用于未自带成本的 contact.made 事件。",
            "用於未自帶成本的 contact.made 事件。",
        ),
        f"{_S}help.delivery_cost": (
            "For each delivery.made event that brings no cost of its own.",
            "用于未自带成本的 delivery.made 事件。",
            "用於未自帶成本的 delivery.made 事件。",
        ),
        f"{_S}help.return_cost": ("For each order of which something came back.", "用于每个发生退货的订单。", "用於每個發生退貨的訂單。"),
        f"{_S}help.rfm_method": (
            "Fifths suit most shops; your own cut points stand below.",
            "多数商店适合五等分；自定分界值填在下方。",
            "多數商店適合五等分；自訂分界值填在下方。",
        ),
        f"{_S}method.quantiles": ("fifths of your own members (quantiles)", "按本店会员五等分", "按本店會員五等分"),
        f"{_S}method.fixed": ("your own cut points (fixed)", "自定分界值", "自訂分界值"),
        f"{_S}method.k_means": ("groups that stand apart (k-means)", "按聚类分组", "按聚類分組"),
        f"{_S}help.rfm_days": (
            "Frequency and revenue of that time alone. Rules of thumb: groceries and cafés 182, beauty and clothes 365, electronics and travel 1095. Empty: all there is.",
            "只计算该时段内的频次与收入。经验值：超市、咖啡店 182，美妆、服饰 365，电器、旅行 1095。留空：全部历史。",
            "只計算該時段內的頻次與收入。經驗值：超市、咖啡店 182，美妝、服飾 365，電器、旅行 1095。留空：全部歷史。",
        ),
        f"{_S}help.cuts": ("Four rising numbers; what equals a cut point lies below it.", "四个递增的数；等于分界值者归入其下一档。", "四個遞增的數；等於分界值者歸入其下一檔。"),
        f"{_S}help.attitude": (
            "Six numbers from 1/9 to 9: the first beside the second, third and fourth, the second beside the third and fourth, the third beside the fourth. Empty: all alike.",
            "六个 1/9 至 9 的数：第 1 项对第 2、3、4 项，第 2 项对第 3、4 项，第 3 项对第 4 项。留空：同等重要。",
            "六個 1/9 至 9 的數：第 1 項對第 2、3、4 項，第 2 項對第 3、4 項，第 3 項對第 4 項。留空：同等重要。",
        ),
        f"{_S}help.behaviour": ("Ten numbers, in the same manner. Empty: all alike.", "十个数，写法相同。留空：同等重要。", "十個數，寫法相同。留空：同等重要。"),
        "insight.margin.unknown": (
            "the shop has not told its margin: what is called margin here is revenue",
            "本店尚未填写毛利率：此处所称毛利即为收入",
            "本店尚未填寫毛利率：此處所稱毛利即為收入",
        ),
        "insight.margin.said": ("margin is {share} of what is paid, as the shop has told", "毛利按实付金额的 {share} 计算（本店填写）", "毛利按實付金額的 {share} 計算（本店填寫）"),
    }
)
