"""What is said about stored results, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        "insight.not_refreshed": (
            "nothing has been worked out yet: the first refresh comes at night, or with `regulars snapshot --refresh`",
            "尚无分析结果：首次刷新在夜间进行，也可运行 `regulars snapshot --refresh`",
            "尚無分析結果：首次更新在夜間進行，也可執行 `regulars snapshot --refresh`",
        ),
        "insight.figure_unknown": (
            "there is no figure “{name}”; there are: {known}",
            "没有名为“{name}”的指标；现有：{known}",
            "沒有名為「{name}」的指標；現有：{known}",
        ),
        "insight.no_such_group": (
            "there is no group “{mark}”: rfm:543, rf:54, reason:…, price:…, cohort:2026-02",
            "没有“{mark}”这一分组：rfm:543、rf:54、reason:…、price:…、cohort:2026-02",
            "沒有「{mark}」這一分組：rfm:543、rf:54、reason:…、price:…、cohort:2026-02",
        ),
        "insight.no_such_class": (
            "there is no class or stage “{name}”; there are: {known}",
            "没有“{name}”这一类别或阶段；现有：{known}",
            "沒有「{name}」這一類別或階段；現有：{known}",
        ),
    }
)
