"""A proof as one HTML page that needs nothing else: figure, statement, numbered proof.

Pointing at a citation, or reaching it with the keyboard, lights the cited facts; pointing at a
fact lights its points in the figure. Without scripts the citations are plain links.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from porism.geometry.checker.check import Verdict
from porism.geometry.printing import printable
from porism.geometry.problem import Coordinates
from porism.geometry.proof import Given, Proof
from porism.geometry.render.figure_choice import choose_figure
from porism.geometry.render.svg import STYLE, render_svg
from porism.geometry.rules import Rule
from porism.geometry.telling.model import Chain, Fact, Formula, Ref, Sentence, Telling, Text
from porism.geometry.telling.tell import tell
from porism.geometry.telling.text import formula_text

__all__ = ["render_html"]

_CSS = """\
:root { color-scheme: light dark; --ink: #1f2937; --paper: #ffffff; --soft: #6b7280;
  --edge: #e5e7eb; --lit: #fef3c7; --link: #1d4ed8; --good: #15803d; --bad: #b91c1c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e5e7eb; --paper: #111827; --soft: #9ca3af;
  --edge: #374151; --lit: #3b3413; --link: #93c5fd; --good: #4ade80; --bad: #f87171; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 76rem; background: var(--paper);
  color: var(--ink); font: 1.02rem/1.55 Georgia, 'Times New Roman', serif; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .5rem; }
.columns { display: grid; gap: 2rem; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 60rem) { .columns { grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); }
  figure { position: sticky; top: 1.5rem; } }
figure { margin: 0; align-self: start; } figure svg { width: 100%; max-height: 85vh; }
p { margin: .2rem 0; } .goal-line { margin-top: .8rem; font-weight: bold; }
ol { list-style: none; margin: 0; padding: 0; }
li.fact { padding: .25rem .5rem .25rem 2.6rem; border-radius: .3rem; text-indent: -2.2rem; }
li.fact > * { text-indent: 0; }
.number { display: inline-block; min-width: 2.2rem; color: var(--soft); }
.reason, .why, .soft { color: var(--soft); font-size: .95em; }
.working { display: block; padding-left: .2rem; font-size: .97em; }
a.cite { color: var(--link); text-decoration: none; font-size: .9em; }
li.lit { background: var(--lit); }
.verdict { margin-top: 1.6rem; padding-top: .6rem; border-top: 1px solid var(--edge); }
.accepted { color: var(--good); } .rejected { color: var(--bad); }
ul { margin: .3rem 0; padding-left: 1.3rem; }
"""

_SCRIPT = """\
const each = (list, act) => list.forEach(act);
const light = (ids, on) => each(ids, id => {
  const fact = document.getElementById('f' + id);
  if (fact) fact.classList.toggle('lit', on);
});
const points = (names, on) => each(names, name => each(
  document.querySelectorAll('g[data-point="' + CSS.escape(name) + '"]'),
  g => g.classList.toggle('lit', on)));
const bind = (node, act) => {
  for (const [event, on] of [['mouseenter', 1], ['mouseleave', 0], ['focus', 1], ['blur', 0]])
    node.addEventListener(event, () => act(Boolean(on)));
};
each(document.querySelectorAll('a.cite'), a => bind(a, on => light([a.dataset.fact], on)));
each(document.querySelectorAll('li.fact'), li =>
  bind(li, on => points(JSON.parse(li.dataset.points), on)));
"""


def render_html(
    proof: Proof, verdict: Verdict | None = None, rules: Mapping[str, Rule] | None = None
) -> str:
    """Write the page; ``verdict`` adds the conditions under which the proof holds."""
    telling = tell(proof, verdict, rules)
    figure = render_svg(proof.problem, _figure(proof), [proof.goal], standalone=False)
    title = escape(telling.title)
    page = f"""\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{_CSS}{STYLE}</style>
</head>
<body>
<h1>{title}</h1>
<div class="columns">
<figure>
{figure}</figure>
<main>
{_body(telling)}
</main>
</div>
<script>
{_SCRIPT}</script>
</body>
</html>
"""
    return printable(page)


def _figure(proof: Proof) -> Coordinates:
    """Choose a figure in which all steps and their conditions hold, as in that of the proof."""
    said = [step.statement for step in proof.steps]
    said += [c for s in proof.steps if not isinstance(s.reason, Given) for c in s.reason.conditions]
    return choose_figure(proof.problem, proof.coordinates, said, seed=proof.seed)


def _body(telling: Telling) -> str:
    found = telling.derivation
    rows = [f"<p>{_text(sentence.text)}</p>" for sentence in telling.setting]
    rows += [f'<p class="goal-line">{_text(goal.text)}</p>' for goal in telling.goals]
    if telling.introductions:
        rows.append(f"<h2>{escape(telling.word('construction'))}</h2>")
        rows += [f"<p>{_text(sentence.text)}</p>" for sentence in telling.introductions]
    if found.given:
        rows += [f"<h2>{escape(telling.word('given'))}</h2>", *_facts(found.given)]
    rows.append(f"<h2>{escape(telling.word('proof'))}</h2>")
    rows += _facts(found.derived)
    if telling.answer is not None:
        answer = f"{escape(telling.word('answer'))}: {_formula(telling.answer)}"
        rows.append(f'<p class="goal-line">{answer}</p>')
    rows += [f'<p class="soft">{_text(sentence.text)}</p>' for sentence in telling.conventions]
    if telling.accepted is not None:
        kind = "accepted" if telling.accepted else "rejected"
        verdict = f'<strong class="{kind}">{_text(telling.verdict)}</strong>'
        rows.append('<div class="verdict">')
        rows.append(f"<p>{escape(telling.word('checked'))}: {verdict}.</p>")
        rows += _list(telling.word("conditions"), telling.conditions)
        rows += _list(telling.word("remarks"), telling.remarks)
        rows.append("</div>")
    return "\n".join(rows)


def _facts(facts: Iterable[Fact]) -> list[str]:
    rows = ["<ol>"]
    for fact in facts:
        named = dict.fromkeys(p for shape in fact.shapes for p in shape.points)
        points = ", ".join(f"&quot;{escape(p)}&quot;" for p in named)
        reason = f' <span class="reason">({_text(fact.reason)})</span>' if fact.reason else ""
        chain = () if fact.working is None else (fact.working,)
        working = f'<span class="working">{_text(chain)}</span>' if chain else ""
        rows.append(
            f'<li class="fact" id="f{fact.number}" data-points="[{points}]">'
            f'<span class="number">{fact.number}.</span>{_text(fact.statement)}'
            f"{reason}{working}</li>"
        )
    return [*rows, "</ol>"]


def _text(text: Text) -> str:
    out: list[str] = []
    refs: list[Ref] = []
    for part in (*text, ""):
        if isinstance(part, Ref):
            refs.append(part)
            continue
        if refs:
            out.append(_cites(refs))
            refs = []
        match part:
            case Formula():
                out.append(_formula(part))
            case Chain():
                out += [
                    f"{'' if row.left is None else _formula(row.left)} = "
                    f"{_formula(row.right)} {_text(row.reason)}"
                    for row in part.rows
                ]
            case str():
                out.append(escape(part))
    return "".join(out)


def _formula(formula: Formula) -> str:
    return escape(formula_text(formula))


def _cites(refs: Iterable[Ref]) -> str:
    links = (
        f'<a class="cite" href="#f{r.number}" data-fact="{r.number}">{r.number}</a>' for r in refs
    )
    return f"[{', '.join(links)}]"


def _list(title: str, rows: Iterable[Sentence]) -> list[str]:
    found = [f"<li>{_text(row.text)}</li>" for row in rows]
    return [f'<p class="soft">{escape(title)}:</p>', "<ul>", *found, "</ul>"] if found else []
