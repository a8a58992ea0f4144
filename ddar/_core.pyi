"""The native deduction engine. Only porism.ddar imports it."""

import enum
from collections.abc import Sequence

class StopReason(enum.Enum):
    """Why a run ended."""

    SATURATED = 0

    GOAL = 1

    DEADLINE = 2

    CANCELLED = 3

    LIMIT = 4

class FactRow:
    """A fact as the journal has it."""

    @property
    def statement(self) -> tuple[str, list[int], list[tuple[int, int]]]: ...
    @property
    def rule(self) -> str: ...
    @property
    def substitution(self) -> list[int]:
        """Points for the rule's letters."""

class Stats:
    """Counts of what an engine did and left out."""

    @property
    def facts(self) -> int: ...
    @property
    def rounds(self) -> int: ...
    @property
    def figure_rejections(self) -> int: ...
    @property
    def statements_left_out(self) -> int: ...
    @property
    def ratios_left_out(self) -> int: ...
    @property
    def candidates_dropped(self) -> int: ...
    @property
    def equations(self) -> dict[str, int]:
        """By table."""

    @property
    def contradictions(self) -> dict[str, int]:
        """By table."""

    @property
    def fired(self) -> dict[str, int]:
        """By rule."""

    @property
    def seconds(self) -> dict[str, float]:
        """By matcher; zero unless profiling."""

    @property
    def table_seconds(self) -> dict[str, float]:
        """By table; zero unless profiling."""

class Facet:
    """An equation of a statement."""

    @property
    def table(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def terms(self) -> list[tuple[list[int], tuple[int, int]]]: ...
    @property
    def constants(self) -> list[tuple[int, tuple[int, int]]]: ...

class Share:
    """A multiple of an equation that entered a table."""

    @property
    def fact(self) -> int: ...
    @property
    def facet(self) -> int: ...
    @property
    def coefficient(self) -> tuple[int, int]: ...

class Explanation:
    """Equations that add up to a facet of a statement."""

    @property
    def facet(self) -> int: ...
    @property
    def shares(self) -> list[Share]: ...

def facets(name: str, points: Sequence[int], constants: Sequence[tuple[int, int]]) -> list[Facet]:
    """The equations of a statement."""

def rules() -> list[tuple[str, str]]:
    """Rules the engine looks for, as (id, letters)."""

class Engine:
    """A figure and the closure of its premises."""

    def __init__(
        self, square_table: bool = True, sines: bool = False, without: Sequence[str] = []
    ) -> None: ...
    def add_point(self, x: float, y: float) -> int: ...
    def add_points(self, places: Sequence[tuple[float, float]]) -> None: ...
    def assume(
        self, name: str, points: Sequence[int], constants: Sequence[tuple[int, int]]
    ) -> int: ...
    def saturate(
        self,
        seconds: float,
        facts: int,
        goals: Sequence[tuple[str, Sequence[int], Sequence[tuple[int, int]]]],
    ) -> StopReason: ...
    def holds(
        self, name: str, points: Sequence[int], constants: Sequence[tuple[int, int]]
    ) -> bool: ...
    def fact(self, number: int) -> FactRow: ...
    def size(self) -> int: ...
    def cancel(self) -> None: ...
    def clone(self) -> Engine: ...
    def profile(self, on: bool) -> None: ...
    def stats(self) -> Stats: ...

class FactIndex:
    """Finds facts of an engine by what they are about."""

    def __init__(self, engine: Engine) -> None: ...
    def about(self, name: str, points: Sequence[int]) -> list[int]:
        """Numbers of facts that can be the same statement, ascending."""

class Explainer:
    """Explanations from one table of an engine."""

    def __init__(self, engine: Engine, table: str) -> None: ...
    def explain(
        self, name: str, points: Sequence[int], constants: Sequence[tuple[int, int]], before: int
    ) -> Explanation | None: ...

MOST_GOALS: int = 64

class Trials:
    """Constructions of points for one closed figure, and attempts."""

    def __init__(self, engine: Engine) -> None: ...
    def add(
        self,
        places: Sequence[tuple[float, float]],
        premises: Sequence[tuple[str, Sequence[int], Sequence[tuple[int, int]]]],
    ) -> int: ...
    def run(
        self,
        attempts: Sequence[Sequence[int]],
        goals: Sequence[tuple[str, Sequence[int], Sequence[tuple[int, int]]]],
        seconds: float,
        facts: int,
    ) -> list[int]: ...
    def observe(
        self,
        attempts: Sequence[Sequence[int]],
        goals: Sequence[tuple[str, Sequence[int], Sequence[tuple[int, int]]]],
        seconds: float,
        facts: int,
    ) -> list[tuple[int, int, int, int, int]]: ...
    def rebase(self, engine: Engine) -> None: ...
    def cancel(self) -> None: ...

MOST_POINTS: int = 64

class LocusKind(enum.IntEnum):
    """Lines and circles that a solver would draw; lines come first."""

    LINE = 0
    """through a and b"""

    PARALLEL = 1
    """through a, to bc"""

    PERPENDICULAR = 2
    """through a, to bc"""

    PERPENDICULAR_BISECTOR = 3
    """of ab"""

    INTERNAL_BISECTOR = 4
    """of the angle abc"""

    EXTERNAL_BISECTOR = 5
    """of the angle abc"""

    REFLECTED = 6
    """the line ba, reflected in the line bc"""

    ISOGONAL = 7
    """to bd in the angle abc"""

    CENTRED_THROUGH = 8
    """circle with centre a through b"""

    CIRCUMCIRCLE = 9
    """circle through a, b, c"""

    DIAMETER = 10
    """circle with diameter ab"""

class Locus:
    """A line or circle of a figure."""

    @property
    def kind(self) -> LocusKind: ...
    @property
    def points(self) -> tuple[int, ...]:
        """The points that define it, by number; four, the last repeated."""

    @property
    def members(self) -> int:
        """The points of the figure on it, as bits."""

    @property
    def weight(self) -> float: ...
    @property
    def straight(self) -> bool: ...
    @property
    def construction(self) -> str:
        """The construction of the problem language that puts a point on it."""

    @property
    def arguments(self) -> tuple[int, ...]:
        """The arguments of that construction after the new point, by number."""

    @property
    def count(self) -> int: ...
    def on(self, point: int) -> bool:
        """Whether a point of the figure is on it."""

    def call(self, new: str, points: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """Say that a new point is on it."""

class Intersection:
    """A point defined by two loci."""

    @property
    def place(self) -> tuple[float, float]: ...
    @property
    def first(self) -> Locus: ...
    @property
    def second(self) -> Locus: ...
    @property
    def score(self) -> float: ...
    @property
    def coincidence(self) -> float:
        """Weight of the loci that pass through it unforced."""

    @property
    def unforced(self) -> list[Locus]:
        """
        Other loci through it that its definition does not force to pass there.
        """

    def calls(self, new: str, points: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """
        Say that a new point is there, by the name of such a point where it has one.
        """

    def coincidences(
        self, new: str, points: tuple[str, ...]
    ) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Say that a new point is on the loci that pass through it unforced."""

class Intersections:
    """Points defined by two loci, best first."""

    def __len__(self) -> int: ...
    def __getitem__(self, number: int) -> Intersection: ...

def loci(points: Sequence[tuple[float, float]]) -> list[Locus]:
    """Loci of a figure of size 1."""

def lines(points: Sequence[tuple[float, float]]) -> list[Locus]:
    """Lines through two points of a figure of size 1."""

def loci_through(points: Sequence[tuple[float, float]], point: int) -> list[Locus]:
    """Loci of the other points that pass through a point."""

def calls_of(
    one: Locus, two: Locus, new: str, points: tuple[str, ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """
    Say that a new point is on both loci, by the name of such a point where it has one.
    """

def intersections(
    points: Sequence[tuple[float, float]], since: int, most: int, seed: int
) -> Intersections:
    """The most promising places for a new point, best first."""

class Patterns:
    """The premises of the catalogue's rules, by letters."""

    def __init__(
        self,
        rules: Sequence[tuple[str, Sequence[tuple[str, Sequence[int], Sequence[tuple[int, int]]]]]],
    ) -> None: ...

class Dependencies:
    """What a statement depends on."""

    @property
    def given(self) -> list[int]:
        """Numbers of facts that are premises of the problem."""

    @property
    def derived(self) -> int:
        """Number of other facts in the derivation."""

    @property
    def depth(self) -> int:
        """Length of its longest chain of facts."""

class DependencyTracer:
    """Finds the premises that statements depend on."""

    def __init__(self, engine: Engine, patterns: Patterns) -> None: ...
    def trace(
        self, name: str, points: Sequence[int], constants: Sequence[tuple[int, int]]
    ) -> Dependencies | None: ...

def derived_statements(
    engine: Engine, most: int, seed: int
) -> list[tuple[str, list[int], list[tuple[int, int]]]]:
    """Statements worth stating that hold, some of each kind."""

def open_conjectures(
    engine: Engine, most: int, seed: int
) -> list[tuple[str, list[int], list[tuple[int, int]]]]:
    """Statements true in the figure that do not hold, some of each kind."""
