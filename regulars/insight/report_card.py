"""The report card: what each analytic gave on public data, beside what was published and beside the simplest rule.

The numbers are those of a run of ``python -m tests.numbers.report_card``, which computes each anew and writes ``report_card.json`` and ``docs/report-card.md``.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from regulars.kit.formats import day
from regulars.kit.phrases import phrases, say

_R = "insight.card."
_ONCE = ("read", "histories", "triangle", "triangle_anew")  # what comes before the analytics, once


class Check(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line. deviation: the largest distance from a published figure, in ``unit`` ("" none, "relative", "points"); of how many figures; the most allowed.

    score, baseline: of a model on public data, out of time; more is better unless ``less_is_better``.
    """

    analytic: str
    data: str
    source: str
    figures: int = 0
    deviation: float | None = None
    allowed: float | None = None
    unit: str = ""
    measure: str = ""
    score: float | None = None
    baseline: float | None = None
    baseline_name: str = ""
    less_is_better: bool = False

    @property
    def holds(self) -> bool | None:
        """Within what is allowed, and better than its baseline, where it has either; None where it has neither."""
        if self.deviation is None and self.beats is None:
            return None
        near = self.deviation is None or self.allowed is None or self.deviation <= self.allowed
        return near and (self.beats is not False)

    @property
    def beats(self) -> bool | None:
        if self.score is None or self.baseline is None:
            return None
        return self.score < self.baseline if self.less_is_better else self.score > self.baseline


class Timed(msgspec.Struct, frozen=True):
    """A run of ``regulars bench insight``: on which day (ISO), of how large a shop, on how many cores; seconds by analytic, in the order they were asked."""

    measured_on: str
    members: int
    orders: int
    cpus: int
    seconds: dict[str, float]


class Card(msgspec.Struct, frozen=True):
    """measured_on: ISO day of the run. python, and the versions of the libraries the numbers hang on. timed: None until somebody timed it."""

    measured_on: str
    made_with: dict[str, str]
    checks: list[Check]
    timed: Timed | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """The card in one language: heads, and per line its cells and whether it holds."""

    title: str
    lead: str
    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], bool | None], ...]
    notes: tuple[str, ...]


@cache
def card() -> Card:
    return msgspec.json.decode(files("regulars.insight").joinpath("report_card.json").read_bytes(), type=Card)


def told(of: Card, language: str) -> Told:
    size = {"members": f"{of.timed.members:,}", "orders": f"{of.timed.orders:,}", "cpus": of.timed.cpus, "day": day(date.fromisoformat(of.timed.measured_on), language), **{name: _seconds(took) for name, took in of.timed.seconds.items() if name in _ONCE}} if of.timed is not None else {}
    named = (("analytic", {}), ("data", {}), ("deviation", {}), ("score", {}), ("baseline", {}), *((("took", size),) if size else ()), ("source", {}))
    heads = tuple(say(f"{_R}{name}", facts, language) for name, facts in named)
    rows = tuple((_cells(check, of.timed, language), check.holds) for check in of.checks)
    made_with = ", ".join(f"{name} {version}" for name, version in of.made_with.items())
    lead = say(f"{_R}lead", {"day": day(date.fromisoformat(of.measured_on), language), "made_with": made_with}, language)
    return Told(say(f"{_R}title", {}, language), lead, heads, rows, (say(f"{_R}{'timed' if size else 'seconds'}", size, language), say(f"{_R}own", {}, language)))


def markdown(of: Card) -> str:
    """``docs/report-card.md``."""
    words = told(of, "en")
    lines = [f"# {words.title}", "", words.lead, "", f"| {' | '.join(words.heads)} |", f"|{'---|' * len(words.heads)}"]
    lines += [f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |" for cells, _ in words.rows]
    return "\n".join([*lines, "", *words.notes, ""])


def _cells(check: Check, timed: Timed | None, language: str) -> tuple[str, ...]:
    deviation = "–"
    if check.deviation is not None:
        facts = {"deviation": _short(check.deviation), "allowed": _short(check.allowed or 0), "figures": check.figures, "unit": say(f"{_R}unit.{check.unit}", {}, language) if check.unit else ""}
        deviation = say(f"{_R}deviation.exact" if check.deviation == 0 else f"{_R}deviation.of", facts, language)
    score = f"{check.measure} {check.score:.4g}" if check.score is not None else "–"
    baseline = say(f"{_R}baseline.of", {"value": f"{check.baseline:.4g}", "name": say(f"{_R}{check.baseline_name}", {}, language)}, language) if check.baseline is not None else "–"
    verdict = "" if check.beats is None else say(f"{_R}{'beats' if check.beats else 'loses'}", {}, language)
    took = () if timed is None else (_seconds(timed.seconds[check.analytic]) if check.analytic in timed.seconds else "–",)
    return (say(f"{_R}{check.analytic}", {}, language), _named(check.data, language), deviation, f"{score} {verdict}".strip(), baseline, *took, _named(check.source, language))


def _named(words: str, language: str) -> str:
    """A data set or a source as its authors call it; what is said around it in the reader's language."""
    if language == "en":
        return words
    for english, code in _AROUND:
        words = words.replace(english, say(code, {}, language))
    return words


_AROUND = (
    ("Fader & Hardie's file, counted with R and pandas", f"{_R}source.file"), ("an independent run of EASE and popularity", f"{_R}source.ease"), ("an independent run of the baseline", f"{_R}source.run"),
    ("an independent trial (CLVTools, lifetimes)", f"{_R}source.trial_clv"), ("an independent trial (scikit-learn, LightGBM)", f"{_R}source.trial_churn"), ("the same", f"{_R}source.same"),
    ("; standard error by hand", f"{_R}source.by_hand"), ("50, 30, 20 answers; 10 of 20", f"{_R}data.answers"), (", examples ", f"{_R}data.examples"), ("Saaty's drinks", f"{_R}data.drinks"),
    ("an independent trial (scikit-learn)", f"{_R}source.trial"), ("20,000 members drawn, 200 days of misuse", f"{_R}data.drawn"), ("two tables of 40 and 120 prices", f"{_R}data.prices"), ("statsmodels, refitted without each", f"{_R}source.refitted"), ("480 stores drawn, 360 days of misuse", f"{_R}data.stores"),
    ("60,000 members drawn, 150 circles and funnels of gifts", f"{_R}data.rings"),
    ("donations", f"{_R}data.donations"), (", 91 days", f"{_R}data.91"), (", 28 days", f"{_R}data.28"), (": top 20 %, Gini", f"{_R}data.top"), ("KPMG handbook, pp. ", f"{_R}source.kpmg"),
)  # fmt: skip


def _short(value: float) -> str:
    if value < 1e-6:
        return f"{value:.1g}"
    return f"{Decimal(f'{value:.1g}'):f}" if value < 0.01 else f"{value:.4g}"


def _seconds(took: float) -> str:
    return f"{took:.2g}" if took < 100 else f"{took:.0f}"


def built(value: Any) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


phrases(
    {
        f"{_R}title": ("Report card", "成绩单", "成績單"),
        f"{_R}lead": (
            "Each analytic on public data: how far it lies from the published figures, and how it does, out of time, beside the simplest rule. Measured on {day} with {made_with}.",
            "各项分析在公开数据上的表现：与公开数值的最大偏差，以及在未见过的时段上与最简单规则的比较。测于 {day}，{made_with}。",
            "各項分析在公開資料上的表現：與公開數值的最大偏差，以及在未見過的時段上與最簡單規則的比較。測於 {day}，{made_with}。",
        ),
        f"{_R}source.file": ("Fader & Hardie's file, counted with R and pandas", "Fader 与 Hardie 的数据，以 R 和 pandas 计数", "Fader 與 Hardie 的資料，以 R 和 pandas 計數"),
        f"{_R}source.ease": ("an independent run of EASE and popularity", "独立计算 EASE 与热门排序", "獨立計算 EASE 與熱門排序"),
        f"{_R}source.run": ("an independent run of the baseline", "独立计算基准", "獨立計算基準"),
        f"{_R}source.trial_clv": ("an independent trial (CLVTools, lifetimes)", "独立试算（CLVTools、lifetimes）", "獨立試算（CLVTools、lifetimes）"),
        f"{_R}source.trial_churn": ("an independent trial (scikit-learn, LightGBM)", "独立试算（scikit-learn、LightGBM）", "獨立試算（scikit-learn、LightGBM）"),
        f"{_R}source.same": ("the same", "同上", "同上"),
        f"{_R}source.by_hand": ("; standard error by hand", "；标准误为手算", "；標準誤為手算"),
        f"{_R}source.kpmg": ("KPMG handbook, pp. ", "KPMG 手册，第 ", "KPMG 手冊，第 "),
        f"{_R}data.answers": ("50, 30, 20 answers; 10 of 20", "50、30、20 份回答；20 中 10", "50、30、20 份回答；20 中 10"),
        f"{_R}data.examples": (", examples ", "，示例 ", "，範例 "),
        f"{_R}data.drinks": ("Saaty's drinks", "Saaty 的饮料例", "Saaty 的飲料例"),
        f"{_R}data.donations": ("donations", "捐款数据", "捐款資料"),
        f"{_R}data.91": (", 91 days", "，91 天", "，91 天"),
        f"{_R}data.28": (", 28 days", "，28 天", "，28 天"),
        f"{_R}data.top": (": top 20 %, Gini", "：前 20%、基尼系数", "：前 20%、基尼係數"),
        f"{_R}analytic": ("Analytic", "分析", "分析"),
        f"{_R}data": ("Data", "数据", "資料"),
        f"{_R}deviation": ("Largest deviation from the published figure", "与公开数值的最大偏差", "與公開數值的最大偏差"),
        f"{_R}deviation.of": ("{deviation}{unit} in {figures} figures; {allowed} is allowed", "{figures} 个数值中最大 {deviation}{unit}，允许 {allowed}", "{figures} 個數值中最大 {deviation}{unit}，允許 {allowed}"),
        f"{_R}deviation.exact": ("none in {figures} figures", "{figures} 个数值完全一致", "{figures} 個數值完全一致"),
        f"{_R}unit.relative": (" (relative)", "（相对）", "（相對）"),
        f"{_R}score": ("Score", "得分", "得分"),
        f"{_R}baseline.of": ("{value} ({name})", "{value}（{name}）", "{value}（{name}）"),
        f"{_R}baseline": ("Simplest rule", "最简单的规则", "最簡單的規則"),
        f"{_R}source": ("Published in", "出处", "出處"),
        f"{_R}beats": ("· beats it", "· 更优", "· 更優"),
        f"{_R}loses": ("· does not beat it", "· 不优于", "· 不優於"),
        f"{_R}seconds": (
            "Seconds at a million members are not on this card: they have not been measured in the same run.",
            "百万会员的耗时未列入：尚未在同一次运行中测量。",
            "百萬會員的耗時未列入：尚未在同一次執行中測量。",
        ),
        f"{_R}took": ("Seconds at {members} members", "{members} 位会员耗时（秒）", "{members} 位會員耗時（秒）"),
        f"{_R}timed": (
            "Seconds of “regulars bench insight” on {day}, {cpus} cores, {members} members with {orders} orders; of a model: fitted, and everybody scored; of what members buy again: from the order lines on. Reading purchases ({read} s) and putting them in order ({histories} s) comes once before customer value; the triangle of points is counted on from day to day ({triangle} s; once from all transfers, {triangle_anew} s).",
            "耗时来自 {day} 的“regulars bench insight”：{cpus} 核，{members} 位会员、{orders} 笔订单；模型含拟合与全员评分；回购推荐从订单行算起。客户价值之前另需读取购买记录（{read} 秒）与整理（{histories} 秒）各一次；积分三角按日续算（{triangle} 秒；首次由全部流水统计需 {triangle_anew} 秒）。",
            "耗時來自 {day} 的「regulars bench insight」：{cpus} 核，{members} 位會員、{orders} 筆訂單；模型含擬合與全員評分；回購推薦從訂單行算起。客戶價值之前另需讀取購買記錄（{read} 秒）與整理（{histories} 秒）各一次；積分三角按日續算（{triangle} 秒；首次由全部流水統計需 {triangle_anew} 秒）。",
        ),
        f"{_R}own": (
            "How the models do on your own members stands on their pages: each beside its simplest rule, tried on days it never saw.",
            "模型在您自己会员上的表现见各自页面：均与最简单的规则比较，并以未见过的日子检验。",
            "模型在您自己會員上的表現見各自頁面：均與最簡單的規則比較，並以未見過的日子檢驗。",
        ),
        f"{_R}kpi": ("Base figures, cohorts, concentration", "基础指标、留存、集中度", "基礎指標、留存、集中度"),
        f"{_R}rfm": ("RFM scores", "RFM 评分", "RFM 評分"),
        f"{_R}bg_nbd": ("Customer value: BG/NBD", "客户价值：BG/NBD", "客戶價值：BG/NBD"),
        f"{_R}mbg_nbd": ("Customer value: MBG/NBD", "客户价值：MBG/NBD", "客戶價值：MBG/NBD"),
        f"{_R}pareto_nbd": ("Customer value: Pareto/NBD", "客户价值：Pareto/NBD", "客戶價值：Pareto/NBD"),
        f"{_R}gamma_gamma": ("Customer value: Gamma-Gamma", "客户价值：Gamma-Gamma", "客戶價值：Gamma-Gamma"),
        f"{_R}bg_bb": ("Customer value: BG/BB", "客户价值：BG/BB", "客戶價值：BG/BB"),
        f"{_R}churn": ("Who is leaving", "谁在流失", "誰在流失"),
        f"{_R}buy_again": ("Buy again", "回购推荐", "回購推薦"),
        f"{_R}try_new": ("Try new", "新品尝试", "新品嘗試"),
        f"{_R}cold_start": ("Who is leaving, by expected purchases (Pareto/NBD)", "谁在流失：按预期购买次数（Pareto/NBD）", "誰在流失：按預期購買次數（Pareto/NBD）"),
        f"{_R}standard_errors": ("Customer value: standard errors", "客户价值：标准误", "客戶價值：標準誤"),
        f"{_R}pairing": ("What goes with what", "搭配", "搭配"),
        f"{_R}chain_ladder": ("Liability: chain ladder and Mack’s error", "负债：链梯法与 Mack 误差", "負債：鏈梯法與 Mack 誤差"),
        f"{_R}revenue": ("Revenue of points (IFRS 15)", "积分收入（IFRS 15）", "積分收入（IFRS 15）"),
        f"{_R}surveys": ("Surveys: NPS and shares with their intervals", "调查：NPS 与占比及区间", "調查：NPS 與占比及區間"),
        f"{_R}weights": ("Weights by judgement (AHP)", "判断权重（AHP）", "判斷權重（AHP）"),
        f"{_R}source.trial": ("an independent trial (scikit-learn)", "独立试算（scikit-learn）", "獨立試算（scikit-learn）"),
        f"{_R}source.refitted": ("statsmodels, refitted without each", "statsmodels，逐一剔除后重新拟合", "statsmodels，逐一剔除後重新擬合"),
        f"{_R}data.prices": ("two tables of 40 and 120 prices", "两张价格表（40 与 120 行）", "兩張價格表（40 與 120 列）"),
        f"{_R}data.drawn": ("20,000 members drawn, 200 days of misuse", "随机生成 20,000 位会员，植入 200 个异常日", "隨機產生 20,000 位會員，植入 200 個異常日"),
        f"{_R}data.stores": ("480 stores drawn, 360 days of misuse", "随机生成 480 家门店，植入 360 个异常日", "隨機產生 480 家門市，植入 360 個異常日"),
        f"{_R}data.rings": ("60,000 members drawn, 150 circles and funnels of gifts", "随机生成 60,000 位会员，植入 150 个转赠圈与汇集链", "隨機產生 60,000 位會員，植入 150 個轉贈圈與匯集鏈"),
        f"{_R}anomalies": ("Days of members that look wrong", "会员异常日", "會員異常日"),
        f"{_R}series": ("Days of stores that look wrong", "门店异常日", "門市異常日"),
        f"{_R}rings": ("Rings of gifts", "积分转赠圈", "積分轉贈圈"),
        f"{_R}personas": ("Personas: stability", "会员画像：稳定度", "會員畫像：穩定度"),
        f"{_R}fairness": ("Price fairness", "价格公平性", "價格公平性"),
        f"{_R}stages": ("Lifecycle stages", "生命周期阶段", "生命週期階段"),
        f"{_R}visits": ("Web visits (RFE)", "网站访问（RFE）", "網站造訪（RFE）"),
        f"{_R}loyalty": ("Loyalty index", "忠诚度指数", "忠誠度指數"),
        f"{_R}review": ("The month on one page", "月度一页报告", "月度一頁報告"),
        f"{_R}isolation_forest": ("isolation forest", "孤立森林", "孤立森林"),
        f"{_R}points_got": ("points got as gifts", "受赠积分数", "受贈積分數"),
        f"{_R}recency": ("days since the last purchase", "距最近购买天数", "距最近購買天數"),
        f"{_R}frequency": ("number of purchase days", "购买天数", "購買天數"),
        f"{_R}same_rate": ("everybody goes on as before", "照旧", "照舊"),
        f"{_R}personal_popularity": ("what the member bought most", "会员最常购买", "會員最常購買"),
        f"{_R}popularity": ("what all buy most", "大家最常购买", "大家最常購買"),
    }
)
