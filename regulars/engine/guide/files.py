"""The guide as a file to hand out: Markdown, or one HTML page that needs nothing else and prints on paper."""

from html import escape

from regulars.engine.guide.writing import Example, Guide

_LOOK = """
:root { color-scheme: light dark; } body { font: 16px/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.25; } table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto; } th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid #9996; vertical-align: top; }
.example { border-left: 3px solid #1c5a49; padding: .2rem 0 .2rem 1rem; margin: 1rem 0; break-inside: avoid; } .example ul { margin: .2rem 0; } footer, .lead { color: #667; }
@media print { body { font-size: 10.5pt; margin: 0; max-width: none; } h2 { break-after: avoid; } }
"""


def markdown_of(guide: Guide) -> str:
    parts = [f"# {guide.title}", guide.lead]
    for section in guide.sections:
        parts.append(f"## {section.title}")
        parts.append("\n".join(f"- {sentence}" for sentence in section.sentences))
        parts += [_example(example, guide) for example in section.examples]
        if section.id == "tiers" and guide.rungs:
            parts.append(_table(guide))
    return "\n\n".join([*parts, f"*{guide.colophon}*"]) + "\n"


def _example(example: Example, guide: Guide) -> str:
    head = f"> **{guide.words['example']}{f' · {example.rule}' if example.rule else ''}**: {example.what} → **{example.earns}**"
    return "\n".join([head, *(f"> - {reason}" for reason in example.because)])


def _table(guide: Guide) -> str:
    rows = [(rung.name, rung.reach, rung.keep, rung.multiplier, rung.earns) for rung in guide.rungs]
    lines = [guide.headings, tuple("---" for _ in guide.headings), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def html_of(guide: Guide) -> str:
    body = [f"<h1>{escape(guide.title)}</h1>", f'<p class="lead">{escape(guide.lead)}</p>']
    for section in guide.sections:
        body.append(f"<section><h2>{escape(section.title)}</h2>")
        body.append(_list(section.sentences))
        body += [_html_example(example, guide) for example in section.examples]
        if section.id == "tiers" and guide.rungs:
            body.append(_html_table(guide))
        body.append("</section>")
    body.append(f"<footer>{escape(guide.colophon)}</footer>")
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(guide.title)}</title><style>{_LOOK}</style>'
    return f'<!doctype html>\n<html lang="{escape(guide.language)}"><head>{head}</head>\n<body>\n' + "\n".join(body) + "\n</body></html>\n"


def _list(sentences: tuple[str, ...]) -> str:
    return "<ul>" + "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences) + "</ul>"


def _html_example(example: Example, guide: Guide) -> str:
    rule = f" · {escape(example.rule)}" if example.rule else ""
    head = f"<p><strong>{escape(guide.words['example'])}{rule}</strong>: {escape(example.what)} → <strong>{escape(example.earns)}</strong></p>"
    return f'<div class="example">{head}{_list(example.because)}</div>'


def _html_table(guide: Guide) -> str:
    head = "".join(f"<th>{escape(heading)}</th>" for heading in guide.headings)
    rows = "".join(
        f"<tr><td><strong>{escape(rung.name)}</strong></td>" + "".join(f"<td>{escape(cell)}</td>" for cell in (rung.reach, rung.keep, rung.multiplier, rung.earns)) + "</tr>"
        for rung in guide.rungs
    )
    return f"<h3>{escape(guide.words['levels'])}</h3><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
