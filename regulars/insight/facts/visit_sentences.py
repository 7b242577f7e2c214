"""What was left out of files of web visits, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        "insight.visits.unreadable": (
            "{file} is no table of visits with the columns {columns} (line {line}): {why}",
            "{file} 不是含 {columns} 列的访问表（第 {line} 行）：{why}",
            "{file} 不是含 {columns} 欄的造訪表（第 {line} 行）：{why}",
        ),
        "insight.visits.left_out": (
            "{file}: {rows} visits were left out: each needs a member, a moment, and seconds and pages of 0 or more",
            "{file}：略去 {rows} 次访问：每次都要有会员、时间，以及不小于 0 的秒数和页数",
            "{file}：略去 {rows} 次造訪：每次都要有會員、時間，以及不小於 0 的秒數和頁數",
        ),
        "insight.visits.overlap": (
            "{rows} visits stand in more than one file; each was counted once",
            "有 {rows} 次访问出现在多个文件中，每次只计一次",
            "有 {rows} 次造訪出現在多個檔案中，每次只計一次",
        ),
        "insight.visits.later": (
            "Visits later than {as_of}, the evening this looks from, were not counted: {rows}",
            "有 {rows} 次访问晚于截止日 {as_of}，未计入",
            "有 {rows} 次造訪晚於截止日 {as_of}，未計入",
        ),
    }
)
