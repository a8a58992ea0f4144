"""``porism draw``: a figure of a problem, without proving anything."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from porism.geometry.errors import RefutedError
from porism.geometry.figure.diagram import draw as draw_figure
from porism.geometry.language.geogebra.writer import to_geogebra
from porism.geometry.render.figure_choice import choose_figure
from porism.geometry.render.svg import render_svg
from porism.prover.cli.commands.options import Budget, Goal, Name, Seed, Target, check_writable
from porism.prover.cli.commands.reports import print_coordinates, write_bytes, write_text
from porism.prover.cli.commands.targets import single_problem
from porism.prover.cli.console import note

__all__ = ["draw"]


def draw(
    target: Target,
    problem: Name = None,
    goal: Goal = None,
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the figure.")] = None,
    ggb: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a GeoGebra file.")] = None,
    seed: Seed = 0,
    budget: Budget = 10.0,
) -> None:
    """Draw a figure of a problem: print where its points are, or write it as SVG or for GeoGebra.

    The problem needs no goal. A goal that fails in every figure is told, and the figure shows it.

    Exit status: 0 drawn, 2 bad input, usage, or premises that no figure satisfies.

    \b
    Examples:
      porism draw imo_ag_30 --problem imo_2015_p4 --svg figure.svg
      porism draw imo_ag_30 --problem imo_2015_p4 --ggb figure.ggb
      porism draw "a b c = triangle; o = circle a b c"
    """
    chosen = single_problem(target, problem, goal=goal)
    check_writable(svg, ggb, inputs=(target,))
    refuted = False
    try:
        diagram = draw_figure(chosen, seed=seed, seconds=budget, want_goal=bool(chosen.goals))
    except RefutedError as error:
        if error.diagram is None:
            raise
        diagram, refuted = error.diagram, True
        note(str(error), "yellow")
    if not refuted:
        said = [g for g in chosen.goals if g not in diagram.failing and not g.kind.is_question]
        at = choose_figure(chosen, diagram.coordinates, said, seed=seed)
        diagram = replace(diagram, coordinates=at)
    if svg is not None:
        write_text(svg, render_svg(chosen, diagram.coordinates))
    if ggb is not None:
        write_bytes(ggb, to_geogebra(chosen, diagram.coordinates))
    if svg is None and ggb is None:
        print_coordinates(chosen, diagram.coordinates)
    if diagram.branch_chosen and chosen.goals:
        note("the premises have other figures too, in which the goal fails")
    for first, second in diagram.overlaps:
        note(f"{first} and {second} are the same place")
