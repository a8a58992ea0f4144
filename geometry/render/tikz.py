"""The figure of a proof as a TikZ picture, for LaTeX documents."""

from __future__ import annotations

from porism.geometry.render.outlines import Circle, Stroke, outline
from porism.geometry.render.picture import Picture
from porism.geometry.telling.model import Formula
from porism.geometry.telling.notation import names_of
from porism.geometry.telling.tex import formula_tex

__all__ = ["tikz_picture"]

_CENTIMETRES = 11.0 / 640.0  # for a pixel
_STYLES = {"given": "black", "aux": "dashed, orange!80!black", "goal": "thick, blue!70!black"}


def tikz_picture(picture: Picture) -> str:
    """Draw the lines, circles, points and labels of a figure that is laid out."""

    def at(x: float, y: float) -> str:
        return f"({x * _CENTIMETRES:.3f},{y * _CENTIMETRES:.3f})"

    view = picture.view
    rows = [
        r"\begin{tikzpicture}",
        rf"\clip {at(0.0, 0.0)} rectangle {at(view.width, view.height)};",
    ]
    for known in picture.scene.objects:
        style = _STYLES.get(known.layer, "black")
        match outline(known.shape, picture.places):
            case Stroke(start, end):
                rows.append(rf"\draw[{style}] {at(*start)} -- {at(*end)};")
            case Circle(centre, radius):
                rows.append(
                    rf"\draw[{style}] {at(*centre)} circle [radius={radius * _CENTIMETRES:.3f}];"
                )
    auxiliary = set(picture.problem.auxiliary_points)
    shown = names_of(picture.problem.points)
    for point in picture.problem.points:
        colour = "orange!80!black" if point in auxiliary else "black"
        rows.append(rf"\fill[{colour}] {at(*picture.places[point])} circle [radius=0.045];")
        if point in picture.labels:
            box = picture.labels[point]
            name = formula_tex(Formula((shown[point],)))
            rows.append(rf"\node at {at(box.x, view.height - box.y)} {{\small ${name}$}};")
    return "\n".join([*rows, r"\end{tikzpicture}"])
