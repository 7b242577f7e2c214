"""The page's sections about what the models make of it: the five classes, and how each model did beside the simplest rule."""

from collections.abc import Iterator

from regulars.insight.study import charts
from regulars.insight.study.page_tools import Words, percent, section, table
from regulars.insight.study.studying import Study
from regulars.kit.formats import number

_MODELS = {"pareto_nbd": "Pareto/NBD", "mbg_nbd": "MBG/NBD", "bg_nbd": "BG/NBD"}


def model_sections(study: Study, words: Words) -> Iterator[str]:
    if study.leaving and study.leaving.document.get("classes"):
        yield _classes(study, words)
    if rows := list(_beside_the_simplest(study, words)):
        yield section(words("models"), "", table([words("model"), words("result"), words("baseline")], rows), wide=True)


def _classes(study: Study, words: Words) -> str:
    assert study.leaving is not None
    classes = study.leaving.document["classes"]
    heads = [words("class"), words("size"), words("buys"), words("margin")]
    rows = [
        [words(f"class.{name}"), number(each["members"]), percent(each["buy_probability"]), percent(each["margin_share"])] for name, each in classes.items()
    ]
    drawn = charts.bars([{"name": words(f"class.{name}"), "value": each["margin_share"]} for name, each in classes.items()])
    return section(words("classes"), words("margin"), drawn + table(heads, rows))


def _beside_the_simplest(study: Study, words: Words) -> Iterator[list[str]]:
    for name, title in _MODELS.items():
        holdout = (study.clv.document.get(name) or {}).get("holdout") if study.clv else None
        if holdout:
            yield [words("clv.row", model=title), f"{holdout['mae']:.3f}", f"{holdout['same_rate']['mae']:.3f}"]
    churn = study.leaving.document.get("churn") if study.leaving else None
    if churn and churn["auc"] is not None:
        yield [words("churn.row"), f"{churn['auc']:.3f}", f"{churn['baseline_auc']:.3f}"]
    if study.buy_again:
        yield [words("again.row"), percent(study.buy_again["recall_at_10"]), percent(study.buy_again["baseline"])]
