"""The sheet of who pays more, or earns less, for the same; and its words."""

from regulars.console.insight import charts
from regulars.console.insight.results import Document, Results
from regulars.console.insight.sheets import NOTHING, Sheet, Words, num, percent, text
from regulars.console.insight.trending import reach
from regulars.insight.figures.fairness_sentences import named
from regulars.kit.formats import number
from regulars.kit.phrases import phrases, say

_S = "insight.sheet."

phrases(
    {
        f"{_S}fairness.says": (
            "The same article in the same week and place, {compared} comparisons: in {worse} of them a group pays more or earns less.",
            "同一商品、同一周、同一地点，共 {compared} 项比较：其中 {worse} 项有群体多付或少得积分。",
            "同一商品、同一週、同一地點，共 {compared} 項比較：其中 {worse} 項有群體多付或少得積分。",
        ),
        f"{_S}fairness.paid": ("Paid, beside {beside}", "实付（对比{beside}）", "實付（對比{beside}）"),
        f"{_S}fairness.points": ("Points, beside {beside}", "积分（对比{beside}）", "積分（對比{beside}）"),
        f"{_S}fairness.axis": ("more or less paid (%)", "多付或少付（%）", "多付或少付（%）"),
        f"{_S}fairness.asked": ("by the price", "来自标价", "來自標價"),
        f"{_S}fairness.discount": ("by discounts", "来自折扣", "來自折扣"),
        f"{_S}fairness.members": ("Members", "会员数", "會員數"),
        f"{_S}fairness.reading": (
            "The thin line is the range; all of them together hold in 95 of 100 cases. A difference of less than 1 % is called none.",
            "细线为区间；全部区间同时成立的把握为 95%。不足 1% 的差异视为没有。",
            "細線為區間；全部區間同時成立的把握為 95%。不足 1% 的差異視為沒有。",
        ),
        f"{_S}column.group": ("Group", "群体", "群體"),
        f"{_S}column.measure": ("What is compared", "比较内容", "比較內容"),
        f"{_S}column.verdict": ("Finding", "结论", "結論"),
        f"{_S}column.difference": ("Difference", "差异", "差異"),
        f"{_S}verdict.pays_more": ("pays more", "多付", "多付"),
        f"{_S}verdict.pays_less": ("pays less", "少付", "少付"),
        f"{_S}verdict.earns_more": ("earns more", "多得积分", "多得積分"),
        f"{_S}verdict.earns_less": ("earns less", "少得积分", "少得積分"),
        f"{_S}verdict.alike": ("alike", "相同", "相同"),
        f"{_S}verdict.unclear": ("can’t be told", "无法判断", "無法判斷"),
    }
)


def price_fairness(results: Results, words: Words, document: Document) -> Sheet:
    """The worst treated first; the chart is of what was paid."""
    told = [(named(row["by"], row["group"], words.language), row) for row in document["rows"]]
    rows = tuple(
        (text(name), text(words(f"fairness.{row['measure']}", beside=say(f"insight.fairness.beside.{row['beside']}", {}, words.language))), text(words(f"verdict.{row['verdict']}")),
         num(percent(row["difference"], signed=True)), num(reach(row["change_low"], row["change_high"])), num(_signed(row["asked_change"])), num(_signed(row["discount_change"])),
         num(f"{number(row['members'])} / {number(row['members_beside'])}"))
        for name, row in told
    )  # fmt: skip
    heads = (words("column.group"), words("column.measure"), words("column.verdict"), words("column.difference"), words("range"), words("fairness.asked"), words("fairness.discount"), words("fairness.members"))
    drawn = [
        {"name": name, "value": round(row["difference"] * 100, 4), "low": row["change_low"] * 100, "high": row["change_high"] * 100, "words": percent(row["difference"], signed=True)}
        for name, row in told
        if row["measure"] == "paid"
    ]
    worse = sum(row["verdict"] in ("pays_more", "earns_less") for row in document["rows"])
    says = words("fairness.says", compared=len(told), worse=worse)
    chart = charts.moved(drawn, language=words.language, x=words("fairness.axis")) if drawn else None
    return Sheet(document, says, heads, rows, chart, told=(words("fairness.reading"),))


def _signed(share: float | None) -> str:
    return NOTHING if share is None else percent(share, signed=True)
