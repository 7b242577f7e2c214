"""What can't be said of groups, and their names, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        "insight.groups.negative_cost": (
            "a cost or a count can't be negative",
            "成本或数量不能为负",
            "成本或數量不能為負",
        ),
        "insight.groups.too_few_grades": (
            "{members} members leave anything over; grades take {needed}",
            "只有 {members} 名会员有正贡献，分级至少需要 {needed} 名",
            "只有 {members} 名會員有正貢獻，分級至少需要 {needed} 名",
        ),
        "insight.groups.features": (
            "features have to be one number of 0 or more per member and name",
            "每名会员的每个特征必须是不小于 0 的数",
            "每名會員的每個特徵必須是不小於 0 的數",
        ),
        "insight.groups.too_few": (
            "{members} members are too few for groups; it takes {needed}",
            "{members} 名会员不足以分组，至少需要 {needed} 名",
            "{members} 名會員不足以分組，至少需要 {needed} 名",
        ),
        "insight.groups.not_stable": (
            "no grouping holds when other members are drawn (adjusted Rand index {best}, {needed} is needed): personas would be an accident",
            "换一批会员抽样后没有任何分组能保持（调整兰德指数 {best}，需达到 {needed}）：画像只会是偶然",
            "換一批會員抽樣後沒有任何分組能保持（調整蘭德指數 {best}，需達到 {needed}）：畫像只會是偶然",
        ),
        "insight.groups.not_better": (
            "the personas tell less of what members then spend (eta squared {mine}) than RFM fifths do ({theirs}), so they are not shown",
            "画像对会员之后消费的区分力（η² {mine}）不及 RFM 五分位（{theirs}），因此不予显示",
            "畫像對會員之後消費的區分力（η² {mine}）不及 RFM 五分位（{theirs}），因此不予顯示",
        ),
        "grade.guard": (
            "a grade steers only what the shop gives of its own will, never what a member is entitled to",
            "等级只影响商家自愿提供的待遇，绝不影响会员依法享有的权利",
            "等級只影響商家自願提供的待遇，絕不影響會員依法享有的權利",
        ),
        "stage.new": ("new", "新会员", "新會員"),
        "stage.growing": ("growing", "成长期", "成長期"),
        "stage.active": ("active", "活跃期", "活躍期"),
        "stage.at_risk": ("at risk", "预警期", "預警期"),
        "stage.lapsed": ("lapsed", "流失期", "流失期"),
        "stage.won_back": ("won back", "已挽回", "已挽回"),
    }
)
