"""What a draft refuses, by name."""

from regulars.kit.errors import NotFound, Refused
from regulars.kit.phrases import phrases

phrases(
    {
        "draft.none": ("there is no draft: begin one first", "还没有草稿，请先新建", "還沒有草稿，請先新建"),
        "draft.programme_exists": (
            "version {version} is applied already: begin a draft of it",
            "已有第 {version} 版计划，请在其基础上新建草稿",
            "已有第 {version} 版計劃，請在其基礎上建立草稿",
        ),
        "draft.changed_elsewhere": (
            "this was changed in another window meanwhile; what you typed is kept below, and the draft now says: {now}",
            "此处已在另一窗口修改；您填写的内容保留在下方，草稿现为：{now}",
            "此處已在另一視窗修改；您填寫的內容保留在下方，草稿現為：{now}",
        ),
        "draft.overtaken": (
            "version {version} was applied by {who} meanwhile; your draft began as version {base} and is kept as it is",
            "{who} 已启用第 {version} 版；您的草稿基于第 {base} 版，已原样保留",
            "{who} 已啟用第 {version} 版；您的草稿基於第 {base} 版，已原樣保留",
        ),
        "draft.same": ("the draft says the same as version {version}: there is nothing to apply", "草稿与第 {version} 版相同，无需启用", "草稿與第 {version} 版相同，無需啟用"),
        "draft.unreadable": ("the text can not be read: put it right in the text view first", "文本无法读取，请先在文本视图中更正", "文字無法讀取，請先在文字檢視中更正"),
        "draft.errors": ("the draft has {count} errors: put them right first", "草稿有 {count} 处错误，请先更正", "草稿有 {count} 處錯誤，請先更正"),
        "draft.too_large": ("a document has at most {limit} bytes", "文档最多 {limit} 字节", "文件最多 {limit} 位元組"),
        "plan.unknown": ("there is no plan {id}", "没有变更预演 {id}", "沒有變更預演 {id}"),
        "plan.broken_off": ("the computation broke off; ask for it again", "计算中断，请重新发起", "計算中斷，請重新發起"),
        "version.other_now": ("meanwhile version {version} is in force: look again", "现在生效的是第 {version} 版，请重新查看", "現在生效的是第 {version} 版，請重新查看"),
    }
)


class NoDraft(NotFound):
    code = "draft.none"


class Overtaken(Refused):
    code = "draft.overtaken"


class ChangedElsewhere(Refused):
    code = "draft.changed_elsewhere"
