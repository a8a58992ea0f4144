"""Ways to spoil a proof: none of them leaves it a proof, so the checker must reject each.

A mutation that says the same thing in other words would rightly be accepted. Such neutral ones
are left out by construction: a changed statement has another canonical form, a changed citation
another statement or facet, a changed substitution another instance of the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random

from porism.geometry.equations import TABLES, facets
from porism.geometry.forms import check_form, lines_of
from porism.geometry.predicates import KINDS, Predicate, canonical
from porism.geometry.proof import ByAlgebra, ByRule, Given, Proof, Reason, Step, Term
from porism.geometry.rules import instance, load_rules

__all__ = ["MUTATIONS", "Mutation", "mutations"]

Mutation = Callable[[Proof, Random], "Proof | None"]


def mutations(proof: Proof, seed: int, count: int) -> Iterator[tuple[str, Proof]]:
    """Yield ``count`` spoiled proofs, each with the name of what was done to it."""
    random = Random(f"mutations {seed}")
    names = sorted(MUTATIONS)
    for _ in range(count * 50):
        if not count:
            return
        name = random.choice(names)
        spoiled = MUTATIONS[name](proof, random)
        if spoiled is not None:
            count -= 1
            yield name, spoiled


def _with_step(proof: Proof, step: Step) -> Proof:
    return replace(proof, steps=(*proof.steps[: step.id], step, *proof.steps[step.id + 1 :]))


def _pick(proof: Proof, random: Random, kind: type[Reason] | None = None) -> Step | None:
    steps = [s for s in proof.steps if kind is None or isinstance(s.reason, kind)]
    return random.choice(steps) if steps else None


def _other_statement(s: Predicate, points: tuple[str, ...], random: Random) -> Predicate | None:
    """Change one thing of a statement; None when that says the same or nothing at all."""
    new = list(s.points)
    name, constants = s.name, s.constants
    match random.randrange(4):
        case 0 if len(points) > 1:
            new[random.randrange(len(new))] = random.choice(points)
        case 1:
            i, j = random.randrange(len(new)), random.randrange(len(new))
            new[i], new[j] = new[j], new[i]
        case 2:
            alike = [k.name for k in KINDS.values() if k.arity == KINDS[name].arity]
            name = random.choice(alike)
        case _ if constants:
            k = random.randrange(len(constants))
            changed = constants[k] + random.choice([Fraction(1), Fraction(1, 2), Fraction(1, 3)])
            constants = (*constants[:k], changed, *constants[k + 1 :])
    found = Predicate(name, tuple(new), constants)
    try:
        check_form(found)
        same = canonical(found) == canonical(s)
    except (ValueError, ZeroDivisionError, IndexError):
        return None
    return None if same else found


def other_statement(proof: Proof, random: Random) -> Proof | None:
    step = _pick(proof, random)
    assert step is not None
    found = _other_statement(step.statement, proof.problem.points, random)
    return None if found is None else _with_step(proof, replace(step, statement=found))


def other_goal(proof: Proof, random: Random) -> Proof | None:
    found = _other_statement(proof.goal, proof.problem.points, random)
    return None if found is None else replace(proof, goal=found)


def other_goal_and_last_statement(proof: Proof, random: Random) -> Proof | None:
    found = _other_statement(proof.goal, proof.problem.points, random)
    if found is None:
        return None
    return _with_step(replace(proof, goal=found), replace(proof.steps[-1], statement=found))


def claimed_as_given(proof: Proof, random: Random) -> Proof | None:
    step = _pick(proof, random)
    assert step is not None
    if canonical(step.statement) in map(canonical, proof.problem.premises):
        return None
    return _with_step(proof, replace(step, reason=Given()))


def dropped_step(proof: Proof, random: Random) -> Proof | None:
    """Leave out a step that is used; those who cite it cite its neighbour instead."""
    gone = random.randrange(len(proof.steps))
    if not any(gone in step.premises for step in proof.steps) and gone < len(proof.steps) - 1:
        return None
    kept = [step for step in proof.steps if step.id != gone]
    moved = {step.id: new for new, step in enumerate(kept)}
    steps = tuple(_renumbered(step, moved) for step in kept)
    if gone == len(proof.steps) - 1:
        same = kept and canonical(kept[-1].statement) == canonical(proof.goal)
        return None if same else replace(proof, steps=steps)
    return replace(proof, steps=steps)


def _renumbered(step: Step, moved: dict[int, int]) -> Step:
    def to(cited: int) -> int:
        return moved.get(cited, max(cited - 1, 0))

    reason = step.reason
    match reason:
        case ByRule():
            reason = replace(reason, premises=tuple(to(i) for i in reason.premises))
        case ByAlgebra():
            terms = tuple(replace(t, premise=to(t.premise)) for t in reason.terms)
            reason = replace(reason, terms=terms)
    return Step(moved[step.id], step.statement, reason)


def other_id(proof: Proof, random: Random) -> Proof | None:
    step = _pick(proof, random)
    assert step is not None
    number = random.choice([-1, step.id + 1, len(proof.steps), step.id - 1])
    steps = (*proof.steps[: step.id], replace(step, id=number), *proof.steps[step.id + 1 :])
    return replace(proof, steps=steps)


# --- rule steps ----------------------------------------------------------------------------------


def _rule_step(proof: Proof, random: Random) -> tuple[Step, ByRule] | None:
    step = _pick(proof, random, ByRule)
    return None if step is None else (step, step.reason)  # type: ignore[return-value]


def other_rule(proof: Proof, random: Random) -> Proof | None:
    found = _rule_step(proof, random)
    if found is None:
        return None
    step, reason = found
    rules = load_rules()
    rule = random.choice([r for r in rules.values() if r.id != reason.rule])
    try:
        new = instance(rule, dict(reason.substitution))
        old = instance(rules[reason.rule], dict(reason.substitution))
        if [set(map(canonical, part)) for part in new] == [set(map(canonical, p)) for p in old]:
            return None
    except ValueError:
        pass  # the letters do not fit: all the better
    return _with_step(proof, replace(step, reason=replace(reason, rule=rule.id)))


def unknown_rule(proof: Proof, random: Random) -> Proof | None:
    found = _rule_step(proof, random)
    return found and _with_step(
        proof, replace(found[0], reason=replace(found[1], rule=found[1].rule + "_not"))
    )


def other_substitution(proof: Proof, random: Random) -> Proof | None:
    found = _rule_step(proof, random)
    if found is None:
        return None
    step, reason = found
    substitution = dict(reason.substitution)
    letter = random.choice(list(substitution))
    if random.random() < 0.5:
        other = random.choice(list(substitution))
        substitution[letter], substitution[other] = substitution[other], substitution[letter]
    else:
        substitution[letter] = random.choice(proof.problem.points)
    rule = load_rules()[reason.rule]
    try:
        old = instance(rule, dict(reason.substitution))
        new = instance(rule, substitution)
        wanted = [
            list(map(canonical, old.premises)) == list(map(canonical, new.premises)),
            set(map(canonical, old.conditions)) == set(map(canonical, new.conditions)),
            canonical(step.statement) in set(map(canonical, new.conclusions)),
        ]
        if all(wanted):
            return None
    except ValueError:
        pass
    changed = replace(reason, substitution=tuple(substitution.items()))
    return _with_step(proof, replace(step, reason=changed))


def partial_substitution(proof: Proof, random: Random) -> Proof | None:
    found = _rule_step(proof, random)
    if found is None:
        return None
    step, reason = found
    gone = random.randrange(len(reason.substitution))
    rest = (*reason.substitution[:gone], *reason.substitution[gone + 1 :])
    return _with_step(proof, replace(step, reason=replace(reason, substitution=rest)))


def other_premise(proof: Proof, random: Random) -> Proof | None:
    found = _rule_step(proof, random)
    if found is None or not found[1].premises or found[0].id == 0:
        return None
    step, reason = found
    place = random.randrange(len(reason.premises))
    cited = random.choice([*range(step.id), step.id, len(proof.steps)])
    if cited < step.id:
        new, old = proof.steps[cited], proof.steps[reason.premises[place]]
        if canonical(new.statement) == canonical(old.statement):
            return None
    premises = (*reason.premises[:place], cited, *reason.premises[place + 1 :])
    return _with_step(proof, replace(step, reason=replace(reason, premises=premises)))


def missing_premise(proof: Proof, random: Random) -> Proof | None:
    found = _rule_step(proof, random)
    if found is None or not found[1].premises:
        return None
    step, reason = found
    return _with_step(proof, replace(step, reason=replace(reason, premises=reason.premises[:-1])))


def missing_condition(proof: Proof, random: Random) -> Proof | None:
    found = _rule_step(proof, random)
    if found is None or len(set(map(canonical, found[1].conditions))) < 1:
        return None
    step, reason = found
    gone = canonical(random.choice(reason.conditions))
    rest = tuple(c for c in reason.conditions if canonical(c) != gone)
    return _with_step(proof, replace(step, reason=replace(reason, conditions=rest)))


# --- algebraic steps -----------------------------------------------------------------------------


def _term(proof: Proof, random: Random) -> tuple[Step, ByAlgebra, int] | None:
    step = _pick(proof, random, ByAlgebra)
    if step is None or not isinstance(step.reason, ByAlgebra):
        return None
    return step, step.reason, random.randrange(len(step.reason.terms))


def _with_term(proof: Proof, step: Step, reason: ByAlgebra, place: int, term: Term) -> Proof:
    terms = (*reason.terms[:place], term, *reason.terms[place + 1 :])
    return _with_step(proof, replace(step, reason=replace(reason, terms=terms)))


def other_coefficient(proof: Proof, random: Random) -> Proof | None:
    found = _term(proof, random)
    if found is None:
        return None
    step, reason, place = found
    c = reason.terms[place].coefficient
    new = random.choice([-c, 2 * c, c / 2, c + 1, c - 1, Fraction(0), c + Fraction(1, 10**9)])
    return _with_term(proof, step, reason, place, replace(reason.terms[place], coefficient=new))


def other_turns(proof: Proof, random: Random) -> Proof | None:
    found = _term(proof, random)
    if found is None:
        return None
    step, reason, place = found
    term = reason.terms[place]
    new = term.turns + random.choice([-2, -1, 1, 2])
    return _with_term(proof, step, reason, place, replace(term, turns=new))


def other_total_turns(proof: Proof, random: Random) -> Proof | None:
    found = _term(proof, random)
    if found is None:
        return None
    step, reason, _ = found
    new = reason.turns + random.choice([-2, -1, 1, 2])
    return _with_step(proof, replace(step, reason=replace(reason, turns=new)))


def other_facet(proof: Proof, random: Random) -> Proof | None:
    found = _term(proof, random)
    if found is None:
        return None
    step, reason, place = found
    term = reason.terms[place]
    known = facets(proof.steps[term.premise].statement)
    number = random.choice([-1, *range(len(known) + 1)])
    if number == term.facet or (0 <= number < len(known) and known[number] == known[term.facet]):
        return None
    return _with_term(proof, step, reason, place, replace(term, facet=number))


def other_cited_equation(proof: Proof, random: Random) -> Proof | None:
    found = _term(proof, random)
    if found is None or found[0].id == 0:
        return None
    step, reason, place = found
    term = reason.terms[place]
    cited = random.choice([*range(step.id), step.id, len(proof.steps)])
    if cited < step.id:
        known = facets(proof.steps[cited].statement)
        old = facets(proof.steps[term.premise].statement)[term.facet]
        if term.facet < len(known) and known[term.facet] == old:
            return None
    return _with_term(proof, step, reason, place, replace(term, premise=cited))


def missing_term(proof: Proof, random: Random) -> Proof | None:
    found = _term(proof, random)
    if found is None:
        return None
    step, reason, place = found
    terms = (*reason.terms[:place], *reason.terms[place + 1 :])
    return _with_step(proof, replace(step, reason=replace(reason, terms=terms)))


def other_table(proof: Proof, random: Random) -> Proof | None:
    found = _term(proof, random)
    if found is None:
        return None
    step, reason, _ = found
    table = random.choice([t for t in TABLES if t != reason.table])
    return _with_step(proof, replace(step, reason=replace(reason, table=table)))


def false_condition(proof: Proof, random: Random) -> Proof | None:
    found = _term(proof, random)
    if found is None:
        return None
    step, reason, _ = found
    point = random.choice(proof.problem.points)
    conditions = (*reason.conditions, Predicate("diff", (point, point)))
    return _with_step(proof, replace(step, reason=replace(reason, conditions=conditions)))


# --- the rest ------------------------------------------------------------------------------------


def moved_point(proof: Proof, random: Random) -> Proof | None:
    """Move a point that a premise constrains out of its place."""
    point = random.choice(proof.problem.points)
    used = [s for s in proof.problem.premises if point in s.points and lines_of(s)]
    if not used:
        return None
    xs, ys = zip(*proof.coordinates.values(), strict=True)
    size = max(max(xs) - min(xs), max(ys) - min(ys))
    x, y = proof.coordinates[point]
    place = (x + 0.1 * size * random.uniform(0.5, 1), y - 0.1 * size * random.uniform(0.5, 1))
    return replace(proof, coordinates={**proof.coordinates, point: place})


def bad_coordinate(proof: Proof, random: Random) -> Proof | None:
    point = random.choice(proof.problem.points)
    bad = random.choice([float("nan"), float("inf"), 1e300])
    return replace(proof, coordinates={**proof.coordinates, point: (bad, 0.0)})


def missing_coordinates(proof: Proof, random: Random) -> Proof | None:
    point = random.choice(proof.problem.points)
    return replace(proof, coordinates={p: v for p, v in proof.coordinates.items() if p != point})


def other_answer(proof: Proof, random: Random) -> Proof | None:
    answer = Fraction(1, 7) if proof.answer is None else proof.answer + Fraction(1, 5)
    return replace(proof, answer=answer)


def missing_auxiliary_clause(proof: Proof, random: Random) -> Proof | None:
    if not proof.problem.auxiliary:
        return None
    return replace(proof, problem=replace(proof.problem, auxiliary=()))


MUTATIONS: dict[str, Mutation] = {
    function.__name__.replace("_", " "): function
    for function in (
        other_statement,
        other_goal,
        other_goal_and_last_statement,
        claimed_as_given,
        dropped_step,
        other_id,
        other_rule,
        unknown_rule,
        other_substitution,
        partial_substitution,
        other_premise,
        missing_premise,
        missing_condition,
        other_coefficient,
        other_turns,
        other_total_turns,
        other_facet,
        other_cited_equation,
        missing_term,
        other_table,
        false_condition,
        moved_point,
        bad_coordinate,
        missing_coordinates,
        other_answer,
        missing_auxiliary_clause,
    )
}
