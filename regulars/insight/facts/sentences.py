"""What was left out or mended while order files were read, in three languages."""

from regulars.kit.phrases import phrases, say
from regulars.program.findings import Finding


def sentence_of(finding: Finding, language: str) -> str:
    """A finding in words; one that quotes another (fact ``why``) quotes it in the same language."""
    facts = {name: fact.sentence(language) if isinstance(fact, Finding) else fact for name, fact in finding.facts.items()}
    return say(finding.code, facts, language)


phrases(
    {
        "insight.unreadable": (
            "{file} can't be read (line {line}): {why}",
            "无法读取 {file}（第 {line} 行）：{why}",
            "無法讀取 {file}（第 {line} 行）：{why}",
        ),
        "insight.left_out": (
            "{file}: orders left out: {orders}, because of rows that can't be used: {rows}",
            "{file}：有 {rows} 行无法使用，因此略过 {orders} 张订单",
            "{file}：有 {rows} 行無法使用，因此略過 {orders} 張訂單",
        ),
        "insight.bad_rows": (
            "{file}: {rows} × as in row {row}: {why}",
            "{file}：{rows} 行有此问题，例如第 {row} 行：{why}",
            "{file}：{rows} 行有此問題，例如第 {row} 行：{why}",
        ),
        "insight.nobodys": (
            "{file}: {orders} orders name no member ({rows} lines, {share} of what was paid): everything here is about the others",
            "{file}：有 {orders} 张订单没有会员（{rows} 行，占付款金额 {share}）：以下结果只涉及其余订单",
            "{file}：有 {orders} 張訂單沒有會員（{rows} 行，占付款金額 {share}）：以下結果只涉及其餘訂單",
        ),
        "insight.two_members": (
            "the order {order} belongs to “{member}” here and to “{first}” elsewhere",
            "订单 {order} 在此属于“{member}”，在别处属于“{first}”",
            "訂單 {order} 在此屬於「{member}」，在別處屬於「{first}」",
        ),
        "insight.too_many_lines": (
            "the order {order} has {count} lines; the most an order may have is {most}",
            "订单 {order} 有 {count} 行；一张订单最多 {most} 行",
            "訂單 {order} 有 {count} 行；一張訂單最多 {most} 行",
        ),
        "insight.repeated_feed": (
            "File {file} holds nearly all of its {orders} orders {times} times over, line by line; each was counted once",
            "第 {file} 个文件中几乎所有订单（共 {orders} 张）都逐行重复了 {times} 次；每张只计一次",
            "第 {file} 個檔案中幾乎所有訂單（共 {orders} 張）都逐行重複了 {times} 次；每張只計一次",
        ),
        "insight.files_overlap": (
            "{orders} orders stand in more than one file; their {lines} repeated lines were counted once",
            "有 {orders} 张订单同时出现在多个文件中；重复的 {lines} 行只计一次",
            "有 {orders} 張訂單同時出現在多個檔案中；重複的 {lines} 行只計一次",
        ),
        "insight.numbers_shared": (
            "{orders} order numbers belong to different members in different files; they were counted as different orders",
            "有 {orders} 个订单号在不同文件中属于不同会员；已按不同订单计算",
            "有 {orders} 個訂單號在不同檔案中屬於不同會員；已按不同訂單計算",
        ),
    }
)
