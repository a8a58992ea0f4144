"""GeoGebra files: points, lines, circles and what is to be proved, as clauses and goals.

The goals are those of ``Prove`` and ``ProveDetails``; without them, all statements such as
``AreCollinear`` in the file; or a statement given by the caller. Commands without a
counterpart are an error when a point is made by them or something that is needed refers to them;
measurements, texts and decorations do no harm.
"""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

from porism.geometry.errors import InputError
from porism.geometry.language.angle_goals import Senses
from porism.geometry.language.geogebra.angles import NO_ANGLE, added_angles, angles_of
from porism.geometry.language.geogebra.build import Builder
from porism.geometry.language.geogebra.commands import COMMANDS
from porism.geometry.language.geogebra.expressions import (
    Binary,
    Call,
    Expression,
    ExpressionError,
    Name,
    Number,
    names_in,
    parse_expression,
)
from porism.geometry.language.geogebra.file import open_ggb
from porism.geometry.language.geogebra.formulas import combined, multiplied, quantity_of
from porism.geometry.language.geogebra.goals import QUESTIONS, compare, relation
from porism.geometry.language.geogebra.objects import (
    FOR_ONE_CONFIGURATION,
    Angle,
    AngleSum,
    Line,
    Object,
    Point,
    Statement,
    Unknown,
    Unsupported,
    Value,
    construct,
)
from porism.geometry.language.geogebra.places import affine, point_of
from porism.geometry.language.geogebra.protocol import GgbEntry, GgbFile
from porism.geometry.language.goals import read_goals
from porism.geometry.language.sense import nonsense
from porism.geometry.language.writer import to_text
from porism.geometry.limits import MOST_GOALS, MOST_POINTS
from porism.geometry.predicates import Predicate
from porism.geometry.problem import Problem
from porism.geometry.suggest import did_you_mean
from porism.geometry.words import degrees

__all__ = ["read_ggb"]

AXES = frozenset({"xAxis", "yAxis"})
_PROVE = frozenset({"Prove", "ProveDetails"})
_ROUNDING = 1e-15  # of an angle that GeoGebra keeps in radians
_LARGEST_POWER = 8  # in a formula
_MOST = 2000  # entries; no figure has more, and a slip must not keep anyone waiting


def read_ggb(data: bytes, file: str, goal: str | None = None, *, need_goal: bool = True) -> Problem:
    """Read the bytes of a ``.ggb`` file; raise InputError when it cannot be understood.

    ``goal`` is a statement such as ``coll A B C`` that replaces the goals of the file.
    """
    figure = open_ggb(data, file)
    if len(figure.entries) > _MOST:
        raise InputError(f"{file}: more than {_MOST} objects")
    return _Reader(figure, file).problem(goal, need_goal)


class _Reader:
    """One pass over the construction protocol."""

    def __init__(self, figure: GgbFile, file: str) -> None:
        self.figure = figure
        self.file = file
        places = {label: complex(*xy) for label, xy in figure.places.items()}
        ways = {label: complex(*xy) for label, xy in figure.ways.items()}
        self.builder = Builder(places, figure.types, ways)
        self.asked: list[Statement] = []
        self.fixed: dict[str, str] = {}  # what numbers that stand at a value are, by label

    def problem(self, goal: str | None, need_goal: bool) -> Problem:
        for entry in self.figure.entries:
            self.play(entry)
        points = [p for clause in self.builder.clauses for p in clause.points]
        if not points:
            raise InputError(f"{self.file}: no points in it")
        if len(points) > MOST_POINTS:
            raise InputError(f"{self.file}: {len(points)} points; at most {MOST_POINTS} are read")
        if goal is None:
            goals = self.stated()
        else:
            problem = Problem("", tuple(self.builder.clauses), (), (), "ggb")
            drawn = {p: (z.real, z.imag) for p, z in self.builder.places.items() if p in points}
            goals = read_goals(goal, points, "ggb", Senses(problem, [drawn]))
        if not goals and need_goal:
            raise InputError(
                f"{self.file}: nothing to prove in it; add a command such as "
                "Prove(AreCollinear(A, B, C)), or give the goal, such as 'coll A B C'"
            )
        if len(goals) > MOST_GOALS:
            raise InputError(f"{self.file}: {len(goals)} goals; at most {MOST_GOALS} are read")
        name = self.file.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".ggb")
        problem = Problem(name, tuple(self.builder.clauses), goals, (), "ggb")
        return replace(problem, text=to_text(problem), comments=tuple(self.builder.notes))

    def stated(self) -> tuple[Predicate, ...]:
        """Return what the file asks to prove, after the hidden points it needs were made."""
        found = self.asked or [o for o in self.builder.objects.values() if isinstance(o, Statement)]
        goals = tuple(dict.fromkeys(p for statement in found for p in statement.predicates))
        for predicate in goals:
            reason = nonsense(predicate)
            if reason is not None:
                raise InputError(f"{self.file}: the goal {reason}")
        return goals

    # --- the protocol -----------------------------------------------------------------------

    def play(self, entry: GgbEntry) -> None:
        """Carry out one entry; what cannot be used is kept as unknown, with the reason."""
        objects = self.builder.objects
        labels = [label for label in entry.outputs if label]
        twice = next((label for label in labels if label in objects), None)
        if twice is not None and entry.name not in _PROVE:
            raise InputError(f"{self.file}: object '{twice}' is defined twice")
        try:
            made = self.outcome(entry)
        except (Unsupported, ExpressionError, ArithmeticError) as error:
            what = f"'{entry.name}'" if entry.name not in ("", "=") else "an expression"
            text = str(error).replace(f"'{entry.name}' is", "this command is")
            reason = f"{what} ({', '.join(labels[:3]) or 'unnamed'}): {text}"
            if any(self.figure.types.get(label) == "point" for label in labels) or (
                entry.name in _PROVE
            ):
                raise InputError(f"{self.file}: {reason}") from None
            made = [Unknown(reason)] * len(entry.outputs)
        for label, thing in zip(entry.outputs, made, strict=False):
            if label:
                objects[label] = thing

    def outcome(self, entry: GgbEntry) -> list[Object]:
        if entry.name == "":
            return [self.free(entry)]
        if entry.name == "=":
            label = entry.outputs[0]
            expression = parse_expression(entry.inputs[0])
            if entry.type == "point" or self.figure.types.get(label) == "point":
                return [self.placed(label, expression)]
            return [self.evaluate(expression)]
        arguments = tuple(parse_expression(text) for text in entry.inputs)
        return self.call(entry.name, arguments, entry.outputs)

    def free(self, entry: GgbEntry) -> Object:
        label = entry.outputs[0]
        if entry.type == "point":
            return self.builder.point(label)
        if entry.type in ("numeric", "angle"):
            try:
                value = Fraction(repr(float(entry.value)))  # the decimals, as they are written
            except ValueError:
                return Unknown(f"number '{label}' has no value")
            if entry.type == "numeric":
                self.fixed[label] = f"{label} = {entry.value.removesuffix('.0')}"
                return Value(value)
            turn = (value / Fraction(math.pi)).limit_denominator(720)
            if abs(float(turn) * math.pi - float(value)) <= _ROUNDING * abs(float(value)):
                self.fixed[label] = f"{label} = {degrees(turn)}"
                return Value(turn, is_angle=True)
            return Unknown(f"angle '{label}' is no simple fraction of 180°")
        return Unknown(f"object '{label}' of type {entry.type or 'unknown'} is not supported")

    def placed(self, label: str, expression: Expression) -> Object:
        """Return a point given by an expression: coordinates, or another object."""
        if isinstance(expression, Call) and expression.name == "":
            if not all(isinstance(self.number(a), Value) for a in expression.arguments):
                raise Unsupported("a point by coordinates that are no numbers")
            if names_in(expression):
                raise Unsupported(
                    "a point whose coordinates follow other objects; with numbers alone it is free"
                )
            return self.builder.point(label)
        if isinstance(expression, Call) and expression.name:
            return self.call(expression.name, expression.arguments, (label,))[0]
        if isinstance(expression, Name):
            return self.builder.usable(expression.name)
        return point_of(self.builder, label, affine(expression, self.evaluate))

    def number(self, expression: Expression) -> Object | None:
        try:
            return self.evaluate(expression)
        except (Unsupported, ExpressionError, ArithmeticError):
            return None

    # --- expressions ------------------------------------------------------------------------

    def call(
        self, name: str, arguments: tuple[Expression, ...], labels: tuple[str, ...]
    ) -> list[Object]:
        if name in self.figure.tools:  # whose calls in the protocol were replaced
            raise Unsupported(f"'{name}' is a tool of the file, which cannot be in an expression")
        if name in _PROVE:
            if len(arguments) != 1:
                raise Unsupported("needs one statement")
            statement = self.evaluate(arguments[0])
            if not isinstance(statement, Statement):
                raise Unsupported("what is to be proved is not a statement")
            self.asked.append(statement)
            return [statement]
        if name not in COMMANDS and name not in QUESTIONS:
            hint = did_you_mean(name, sorted({*COMMANDS, *QUESTIONS}))
            raise Unsupported(f"'{name}' is not supported" + (f" ({hint})" if hint else ""))
        values = [self.evaluate(a) for a in arguments]
        if name in QUESTIONS:
            return [QUESTIONS[name](self.builder, values)]
        return COMMANDS[name](self.builder, values, labels)

    def evaluate(self, expression: Expression) -> Object:
        """Return the object an expression means."""
        match expression:
            case Name(name):
                if name in AXES and name not in self.builder.objects:
                    return self.axis(name)
                if name in self.fixed:
                    self.builder.notes.setdefault(
                        f"{FOR_ONE_CONFIGURATION}: {self.fixed[name]}, as in the file"
                    )
                found = self.builder.usable(name)
                if name in self.figure.unsigned and isinstance(found, Angle | AngleSum):
                    raise Unsupported(
                        f"angle '{name}' is set to be less than 180°, or more, whatever its sense; "
                        "set it to be between 0° and 360°"
                    )
                return found
            case Number(value, is_angle):
                return Value(value, is_angle)
            case Call(name, arguments):
                made = self.call(name, arguments, ("",)) if name else []
                if not made:
                    raise Unsupported("a point given by coordinates inside an expression")
                return made[0]
            case Binary("=", left, right):
                return self.equality(left, right)
            case Binary(operator, left, right) if operator in "∥⟂∈":
                return relation(self.builder, operator, self.evaluate(left), self.evaluate(right))
            case Binary("&", left, right):
                both = self.evaluate(left), self.evaluate(right)
                if isinstance(both[0], Statement) and isinstance(both[1], Statement):
                    return Statement((*both[0].predicates, *both[1].predicates))
            case Binary():
                try:
                    return self.constant(expression)
                except Unsupported:
                    return self.formula(expression)
        raise Unsupported("an expression of this kind is not supported")

    def axis(self, name: str) -> Object:
        """Return an axis; both meet in a hidden point."""
        builder = self.builder
        origin = builder.objects.get("")
        if not isinstance(origin, Point):
            origin = builder.objects[""] = Point(self.origin())
        o, unit = origin.name, builder.scale
        if name == "xAxis":
            along = [unit * (1 + k) + 0j for k in range(len(builder.drawn) + 1)]
            other = builder.hidden("X", builder.clear(along), lambda x: construct("free", x))
            found = builder.through(o, other)
        else:
            first = self.evaluate(Name("xAxis"))
            assert isinstance(first, Line)
            found = builder.turned(o, first, across=True)
        builder.objects[name] = found
        return found

    def origin(self) -> str:
        """Return the free point that is drawn at the origin, or a hidden one."""
        builder = self.builder
        free = (c.points[0] for c in builder.clauses if c.constructions[0].name == "free")
        at = next((p for p in free if p in builder.places and builder.same(builder.at(p), 0j)), "")
        if at:
            builder.notes.setdefault(
                f"{FOR_ONE_CONFIGURATION}: {at}, which is free, is taken as the origin, "
                "where it is in the file"
            )
        return at or builder.hidden("O", 0j, lambda x: construct("free", x))

    def constant(self, expression: Expression) -> Value:
        """Return the value of an expression in numbers, such as ``-60°`` or ``3 / 2``."""
        match expression:
            case Binary(operator, left, right) if operator in "+-*/":
                a, b = self.constant(left), self.constant(right)
                if operator in "+-" and a.is_angle == b.is_angle:
                    return Value(a.value + (b.value if operator == "+" else -b.value), a.is_angle)
                if operator == "*" and not (a.is_angle and b.is_angle):
                    return Value(a.value * b.value, a.is_angle or b.is_angle)
                if operator == "/" and not b.is_angle:
                    return Value(a.value / b.value, a.is_angle)
            case Number() | Name():
                found = self.evaluate(expression)
                if isinstance(found, Value):
                    return found
        raise Unsupported("a formula, not a number")

    def equality(self, left: Expression, right: Expression) -> Statement:
        return compare(self.builder, self.evaluate(left), self.evaluate(right))

    def formula(self, expression: Binary) -> Object:
        """Return a formula in numbers, lengths, areas or angles."""
        operator = expression.operator
        left, right = self.evaluate(expression.left), self.evaluate(expression.right)
        angles = angles_of(left), angles_of(right)
        if operator in "+-" and angles[0] is not None and angles[1] is not None:
            return added_angles(angles[0], angles[1], 1 if operator == "+" else -1)
        if operator in "*/" and isinstance(right, Value) and not right.is_angle and angles[0]:
            factor = right.value if operator == "*" else 1 / right.value
            return added_angles(NO_ANGLE, angles[0], factor)
        if operator == "*" and isinstance(left, Value) and not left.is_angle and angles[1]:
            return added_angles(NO_ANGLE, angles[1], left.value)
        one, other = quantity_of(self.builder, left), quantity_of(self.builder, right)
        if one is None or other is None:
            raise Unsupported("a formula of something other than numbers, lengths and areas")
        match operator:
            case "+" | "-":
                return combined(one, other, 1 if operator == "+" else -1)
            case "*" | "/":
                return multiplied(one, other, 1 if operator == "*" else -1)
        if isinstance(right, Value) and right.value in range(1, _LARGEST_POWER + 1):
            total = one
            for _ in range(int(right.value) - 1):
                total = multiplied(total, one)
            return total
        raise Unsupported("a formula of this kind is not supported")
