"""What is said of snapshots, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        "snapshot.none": (
            "there is no snapshot in {folder} yet: `regulars snapshot` takes one",
            "{folder} 中尚无快照：请运行 `regulars snapshot`",
            "{folder} 中尚無快照：請執行 `regulars snapshot`",
        ),
        "snapshot.damaged": (
            "the snapshot's {file} is not as it was written ({why}): `regulars snapshot --whole` takes it anew",
            "快照文件 {file} 与写入时不符（{why}）：请运行 `regulars snapshot --whole` 重新生成",
            "快照檔案 {file} 與寫入時不符（{why}）：請執行 `regulars snapshot --whole` 重新產生",
        ),
        "snapshot.being_taken": (
            "a snapshot is being taken at this moment",
            "正在生成快照，请稍后再试",
            "正在產生快照，請稍後再試",
        ),
        "insight.refused_profiling": (
            "members who have refused to be profiled, and are in no figure: {members}",
            "有 {members} 位会员拒绝画像，不计入任何指标",
            "有 {members} 位會員拒絕畫像，不計入任何指標",
        ),
        "insight.after_snapshot": (
            "the snapshot knows whole days up to {last}, not {as_of}: take a new one with `regulars snapshot`",
            "快照只包含到 {last} 的完整日期，不含 {as_of}：请用 `regulars snapshot` 更新",
            "快照只包含到 {last} 的完整日期，不含 {as_of}：請用 `regulars snapshot` 更新",
        ),
    }
)
