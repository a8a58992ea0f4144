"""How many files one new thing touches, besides tests: the journeys of CONTRIBUTING.md.

Each journey is made on a copy of the package in which only the named files differ, by a program
that knows nothing of the change. So a module that lists names again, instead of reading the
table, is found here.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import porism.ddar
import porism.geometry
import porism.lm
import porism.prover
import porism.synth
from porism.geometry.constructions import CONSTRUCTIONS
from porism.geometry.predicates import KINDS

NATIVE = ("porism.ddar._core", "porism.geometry.figure._solver")
ROOMS = {
    room.__name__.partition(".")[2]: Path(str(room.__file__)).parent
    for room in (porism.geometry, porism.ddar, porism.lm, porism.synth, porism.prover)
}


class Copy:
    """The package with some files changed: links to all others."""

    def __init__(self, root: Path) -> None:
        self.root = root
        _link_files(Path(str(porism.__file__)).parent, root / "porism", deep=False)
        for name, folder in ROOMS.items():
            _link_files(folder, root / "porism" / name, deep=True)
        problems = Path(str(porism.__file__)).parent / "problems"
        (root / "porism" / "problems").symlink_to(problems.resolve())
        for name in NATIVE:
            file = Path(str(import_module(name).__file__))
            link = root.joinpath(*name.split(".")[:-1], file.name)
            if not link.exists():
                link.symlink_to(file)
        self.touched: set[str] = set()

    def write(self, name: str, text: str) -> None:
        file = self.root / "porism" / name
        file.unlink(missing_ok=True)
        file.write_text(text, encoding="utf-8")
        self.touched.add(name)

    def read(self, name: str) -> str:
        return (self.root / "porism" / name).read_text(encoding="utf-8")

    def run(self, program: str) -> list[str]:
        """Run a program on the copy and return the lines it prints."""
        first = (
            "import sys\n"
            # an editable installation puts its own finder before the path
            "mine = [f for f in sys.meta_path if 'editable' not in type(f).__module__]\n"
            "sys.meta_path[:] = mine\n"
            f"sys.path.insert(0, {str(self.root)!r})\n"
        )
        env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, "-c", first + program], capture_output=True, text=True, env=env
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()


def _link_files(folder: Path, to: Path, *, deep: bool) -> None:
    to.mkdir(parents=True)
    for file in folder.iterdir():
        if file.is_dir() and not file.is_symlink() and file.name not in ("__pycache__", "core"):
            if deep:
                _link_files(file, to / file.name, deep=True)
        elif file.is_file():
            (to / file.name).symlink_to(file.resolve())


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


# --- adding a predicate ---------------------------------------------------------------------

PYTHAGORAS = """
    Kind("pythag", "abc", "{ab}² + {ac}² = {bc}²", Form.DISTINCT, FIRST_FIXED,
         gives=lambda p, _: [equation("square", [(p[:2], 1), (p[::2], 1), (p[1:], -1)])],
         by_one_facet=True, draw=Draw.LINE),
    # questions: the value is the answer
"""


def test_a_predicate_that_is_derived_is_one_row_in_python(copy: Copy) -> None:
    """One more file makes the engine know it: ``facets.hpp``."""
    table = copy.read("geometry/predicates.py")
    mark = "\n    # questions: the value is the answer\n"
    copy.write("geometry/predicates.py", table.replace(mark, PYTHAGORAS))
    said = copy.run(
        """
from porism.geometry.equations import defining_facets
from porism.geometry.figure.diagram import draw
from porism.geometry.forms import empty_pairs, is_trivial
from porism.geometry.rules import parse_statement
from porism.geometry.language import parse_problem, to_text
from porism.geometry.measure.truth import holds, residual
from porism.geometry.predicates import canonical
from porism.geometry.render.scene import scene_of
from porism.geometry.words import display_names, sentence
from porism.lm.text import from_text, to_text as to_words
from porism.synth.canonical import canonical_form

problem = parse_problem("a b = ; c = pythag a b c, cong a b a c ? perp a b a c")
goal = parse_problem("a b c = r_triangle ? pythag a c b").goals[0]
names = display_names("abc")
print(sentence(goal, names), "|", canonical(goal))
at = {"a": (0.0, 0.0), "b": (3.0, 0.0), "c": (0.0, 4.0)}
print(holds(goal, at), holds(goal, {**at, "c": (1.0, 4.0)}), residual(goal, at) < 1e-12)
print(parse_statement("pythag a b c") == canonical(goal), is_trivial(goal))
print([str(p) for p in empty_pairs(parse_statement("pythag a a c"))])
figure = draw(problem, seed=2).coordinates
print(all(holds(s, figure, 1e-7) for s in problem.premises))
print(len(scene_of(problem, figure, [goal]).objects) > 0)
print(parse_problem(to_text(problem)).premises == problem.premises)
print(from_text(to_words(problem)).premises == problem.premises)
print("pythag" in canonical_form(problem).text, len(defining_facets(goal)))
"""
    )
    assert said == [
        "AC² + AB² = CB² | pythag a b c",
        "True False True",
        "True False",
        "[\"('a', 'a')\"]",
        "True",
        "True",
        "True",
        "True",
        "True 1",
    ]
    assert copy.touched == {"geometry/predicates.py"}


def test_a_predicate_read_off_the_figure_is_a_row_and_a_measure(copy: Copy) -> None:
    table, mark = copy.read("geometry/predicates.py"), "\n)\n# fmt: on\n"
    row = """
    Kind("scalene", "abc", "△{a}{b}{c} is scalene", Form.DISTINCT, ANY_ORDER, figure_only=True),
)
# fmt: on
"""
    copy.write("geometry/predicates.py", table.replace(mark, row))
    measures = copy.read("geometry/measure/order_facts.py")
    entry = """MARGINS["scalene"] = lambda s, coords: min(
    abs(_longer(Predicate("", (p, q, p, r)), coords))
    for p, q, r in (s.points, s.points[1:] + s.points[:1], s.points[2:] + s.points[:2])
)
"""
    copy.write("geometry/measure/order_facts.py", measures + entry)
    said = copy.run(
        """
from porism.geometry.rules import parse_statement
from porism.geometry.language import parse_problem
from porism.geometry.measure.truth import holds
from porism.geometry.rules import parse_rules
from porism.geometry.words import sentence

at = {"a": (0.0, 0.0), "b": (3.0, 0.0), "c": (0.0, 4.0), "d": (0.0, 3.0)}
s = parse_statement("scalene a b c")
print(sentence(s, {}), holds(s, at), holds(s.rename({"c": "d"}), at))
rule = "rule mine\\n  title t\\n  premises perp a b a c\\n  conditions scalene a b c\\n" \\
       "  conclusion perp a c a b\\n  source none\\n"
print([str(c) for c in parse_rules(rule.replace("perp a c a b", "cong a b a c"))[0].conditions])
"""
    )
    assert said == ["△abc is scalene True False", "['scalene a b c']"]
    assert len(copy.touched) == 2


# --- adding a construction ------------------------------------------------------------------

ALTITUDE = """
[altitude_foot]
origin = "ours"
points = "x a b c"
new = "x"
needs = "ncoll a b c"
gives = "perp a x b c, coll x b c"
says = "{x} is the foot of the altitude of {a}{b}{c} from {a}"
names_line = "b c"
"""


def test_a_construction_is_one_stanza(copy: Copy) -> None:
    stanzas = copy.read("geometry/constructions.toml")
    copy.write("geometry/constructions.toml", stanzas + ALTITUDE)
    said = copy.run(
        """
import porism
from porism.geometry.reference import constructions_page
from porism.lm.text import to_text

text = "a b c = triangle; d = altitude_foot a b c; e = altitude_foot b c a; " \\
       "m = midpoint a b ? cong m d m e"
problem = porism.parse(text)
outcome = porism.solve(text)
print(outcome.status, porism.check(outcome.proofs[0]).status)
print("altitude_foot" in constructions_page(), "altitude_foot a b c" in to_text(problem))
print(len(porism.draw(text).diagram.coordinates))
"""
    )
    assert said[0] == "proved proved"
    assert said[1:] == ["True True", "6"]
    assert copy.touched == {"geometry/constructions.toml"}


def test_a_stanza_with_an_unknown_key_is_refused(copy: Copy) -> None:
    stanzas = copy.read("geometry/constructions.toml")
    copy.write("geometry/constructions.toml", stanzas + ALTITUDE.replace("gives", "give"))
    with pytest.raises(AssertionError, match="altitude_foot: unknown key give"):
        copy.run("import porism.geometry.constructions")


@pytest.mark.parametrize("name", sorted(CONSTRUCTIONS))
def test_what_a_stanza_says_of_its_letters_is_about_its_letters(name: str) -> None:
    definition = CONSTRUCTIONS[name]
    letters = set(definition.points)
    assert {p for pair in definition.names_line for p in pair} <= letters
    assert {p for pair in definition.may_repeat for p in pair} <= set(definition.given)
    assert set(definition.own_place) <= set(definition.given)
    assert set(definition.alike) <= set(definition.given)
    assert set(definition.centre) <= letters
    assert not definition.same_as or CONSTRUCTIONS[definition.same_as].new == definition.new
    made = [part.partition(" = ")[0] for part in definition.parts]
    assert not made or sorted(made) == sorted(definition.new)


# --- adding a rule, adding a proposer -------------------------------------------------------

PAPPUS = """
rule pappus
  title       Pappus's theorem
  premises    coll a b c ; coll d e f ; coll x a e ; coll x b d ; coll y a f ; coll y c d ;
              coll z b f ; coll z c e
  conditions  ncoll a b d ; ncoll a b e ; ncoll a b f ; ncoll d e a ; ncoll d e b ; ncoll d e c
  conclusion  coll x y z
  source      Pappus, Collection VII
""".replace(";\n              ", "; ")


def test_a_rule_of_ones_own_is_one_stanza(copy: Copy) -> None:
    """In the shipped catalogue it is a stanza, and a matcher of the core that cites it."""
    file = copy.root / "mine.txt"
    file.write_text(PAPPUS, encoding="utf-8")
    said = copy.run(
        f"""
from porism.geometry.language import parse_problem
from porism.geometry.rules import load_rules
from porism.prover.options import SolveOptions
from porism.prover.solve import solve

rules = load_rules({str(file)!r})
problem = parse_problem(
    "a b = segment; c = on_line a b; d e = segment; f = on_line d e; x = intersection_ll a e b d;"
    "y = intersection_ll a f c d; z = intersection_ll b f c e ? coll x y z"
)
outcome = solve(problem, SolveOptions(proposer="none"), rules=rules)
print(outcome.status, [getattr(step.reason, "rule", "") for step in outcome.proofs[0].steps][-1])
"""
    )
    assert said == ["proved pappus"]
    assert not copy.touched


CENTRES = """
from porism.geometry.measure.plane import circumcentre
from porism.prover.proposers.base import Candidate, Proposer, ProposerEntry


class Centre(Proposer):
    def propose(self, state, seed):
        a, b, c = state.points[:3]
        o = circumcentre(*(complex(*state.coordinates[p]) for p in (a, b, c)))
        made = ("circumcenter", ("o", a, b, c))
        yield Candidate(("o",), (made,), ((o.real, o.imag),))


PROPOSERS = (ProposerEntry("centre", lambda weights: Centre()),)
"""


def test_a_proposer_is_one_module(copy: Copy) -> None:
    copy.write("prover/proposers/centre.py", CENTRES)
    said = copy.run(
        """
import porism
from porism.prover.proposers.registry import proposer_names

text = "a b c = triangle; d = on_circum a b c, on_pline a b c ? cong a b c d"
print("centre" in proposer_names(), porism.solve(text, proposer="centre").status)
from porism.prover.cli.main import main

print(main(["solve", text, "--proposer", "centre", "-q"]))
"""
    )
    assert said[0] == "True proved"
    assert said[-1] == "0"
    assert copy.touched == {"prover/proposers/centre.py"}


# --- who knows names ------------------------------------------------------------------------

MAY_NAME_PREDICATES = {
    "ddar/areas.py": "areas, which the core does not have",
    "ddar/products.py": "products of lengths, which the core does not have",
    "geometry/language/geogebra/angles.py": "what GeoGebra's angles say",
    "geometry/language/geogebra/carriers.py": "statements solved for a point, for GeoGebra",
    "geometry/language/geogebra/claims.py": "goals in GeoGebra's words",
    "geometry/language/geogebra/formulas.py": "what GeoGebra's equations say",
    "geometry/language/geogebra/transforms.py": "GeoGebra's maps of the plane",
    "geometry/predicates.py": "the table",
    "geometry/measure/truth.py": "how equations are measured",
    "geometry/measure/order_facts.py": "how order is measured",
    # what a reader or matcher of one configuration writes down
    "ddar/answers.py": "what answers a question",
    "ddar/numeric.py": "what the engines' figure cannot read off an equation",
    "ddar/reference.py": "its own statement of the engine's algebra",
    "ddar/traceback.py": "definitions as steps",
    "geometry/checker/check.py": "points in one place",
    "geometry/checker/conditions.py": "conditions as polynomials",
    "geometry/checker/figures.py": "sums over a line of points in one place",
    "geometry/checker/independence.py": "statements about coordinates",
    "geometry/checker/steps.py": "points of one circle are not collinear",
    "geometry/constructions.py": "the sense of an angle",
    "geometry/figure/construction_order.py": "statements in parts",
    "geometry/figure/denied.py": "what is continuous in an order",
    "geometry/figure/diagram.py": "angles in the opposite sense",
    "geometry/figure/loci.py": "loci that are no equation",
    "geometry/figure/plan.py": "shapes have different corners",
    "geometry/figure/recipes.py": "constructions of the same name",
    "geometry/figure/system.py": "statements about coordinates",
    "geometry/figure/turned.py": "lines that are one line",
    "geometry/telling/loci.py": "what a point can lie on",
    "geometry/telling/degenerate.py": "which triangles are proper because points are different",
    "synth/measured.py": "a short way for the commonest condition",
    "geometry/drawn_circles.py": "which premises are circles",
    "prover/implied_orders.py": "which orders need a line",
    "geometry/forced/connected.py": "a goal whose points have an order",
    "geometry/forced/facts.py": "what statements say of signs",
    "geometry/forced/generic.py": "which equations a generic figure has",
    "geometry/forced/implied.py": "what signs imply",
    "geometry/forced/orders.py": "what orders say of signs",
    "geometry/forced/sides.py": "what a text tells of sides",
    "geometry/forced/walk.py": "orders on a line",
    "geometry/language/geogebra/build.py": "GeoGebra's commands",
    "geometry/language/geogebra/commands.py": "GeoGebra's commands",
    "geometry/language/geogebra/goals.py": "GeoGebra's questions",
    "geometry/language/geogebra/known.py": "what premises of GeoGebra's commands say",
    "geometry/language/geogebra/objects.py": "GeoGebra's lines and circles",
    "geometry/language/geogebra/paths.py": "GeoGebra's paths",
    "geometry/language/plain_goals.py": "goals in the words of GeoGebra and of textbooks",
    "geometry/language/sense.py": "a line against itself",
    "geometry/language/statements.py": "plural and other forms of people",
    "geometry/problem.py": "what between says besides",
    "geometry/render/figure_critic.py": "points between the ends of a line",
    "geometry/render/motion.py": "what a page computes and measures itself",
    "geometry/render/scene.py": "equal radii are a circle; marks",
    "geometry/rule_trials/tested_rules.py": "conditions that keep points apart",
    "geometry/rule_trials/validate.py": "figures for rules",
    "geometry/telling/chains.py": "which side of a statement comes first",
    "geometry/telling/angles.py": "which sides of a statement are angles",
    "geometry/telling/conditions.py": "conditions of one kind in one sentence",
    "geometry/telling/derivation.py": "phrases for the shortest algebra",
    "geometry/telling/diameter.py": "right angles over a diameter",
    "geometry/telling/lines.py": "points on a line",
    "geometry/telling/merging.py": "lengths and triangles that a link of a chain is about",
    "geometry/telling/outline.py": "steps that need no sentence",
    "geometry/telling/sentences.py": "statements too long to be said twice",
    "geometry/telling/clauses.py": "demands that are loci",
    "geometry/telling/setting.py": "triangles that are known to be some",
    "geometry/telling/similar.py": "points on a line",
    "geometry/telling/silent_lines.py": "points on a line",
    "geometry/telling/notation.py": "lists of points, square roots",
    "geometry/telling/shapes.py": "what a figure shows of a statement",
    "geometry/telling/together.py": "points of one circle, told together",
    "prover/conjectures.py": "conjectures that a figure shows",
    "prover/rewrite/at_once.py": "what everybody sees at once",
    "prover/rewrite/instances.py": "instances of theorems that people name",
    "prover/rewrite/other_points.py": "what a reader calls an auxiliary point",
    "prover/rewrite/first_plan.py": "statements that are one fact",
    "prover/rewrite/split.py": "claims that a long sum is cut at",
    "prover/rewrite/universe.py": "statements a shorter proof may use",
    "prover/rewrite/weights.py": "what readers find hard",
    "prover/rewrite/workshop.py": "statements that are one fact",
    "prover/undecided.py": "orders that are proved",
    "prover/discovery/discover.py": "what may be true of a figure",
    "prover/discovery/sightings.py": "what is seen in many figures",
    "synth/auxiliary.py": "conclusions that need points",
    "synth/export.py": "AlphaGeometry's letters for predicates",
    "synth/frontier/natural.py": "what no geometer would say",
    "synth/prune.py": "the locus of one premise",
    "synth/sampler.py": "the commonest loci, in a hurry",
    "synth/statements.py": "how often a kind of goal is drawn",
    "synth/weights.py": "constructions of the same name",
    "geometry/figure/traits.py": "facts of order that tell figures apart",
    "geometry/telling/where.py": "words for facts of order",
    "prover/prior/features.py": "the columns that a network was trained on",
}
MAY_NAME_CONSTRUCTIONS = {
    "geometry/checker/conditions.py": "a condition in words",
    "geometry/figure/recipes.py": "how to place a point well",
    "geometry/figure/anywhere.py": "the same, anywhere",
    "geometry/figure/rigid.py": "which recipes leave no choice",
    "geometry/figure/shapes.py": "how to place a figure from nothing",
    "geometry/forced/connected.py": "which numbers place a point",
    "geometry/language/geogebra/carriers.py": "which bisector, which centre, for GeoGebra",
    "geometry/language/geogebra/commands.py": "GeoGebra's commands",
    "geometry/language/geogebra/objects.py": "GeoGebra's lines and circles",
    "geometry/language/geogebra/paths.py": "GeoGebra's paths",
    "geometry/language/geogebra/places.py": "GeoGebra's points by formulas",
    "geometry/language/geogebra/transforms.py": "GeoGebra's maps of the plane",
    "geometry/language/geogebra/writer.py": "a centre where two bisectors meet",
    "geometry/language/statements.py": "an angle in goals of AG1",
    "geometry/predicates.py": "the construction for a hint",
    "prover/cli/examples.py": "words of a sentence that a construction is meant by",
    "geometry/telling/clauses.py": "demands that are loci",
    "geometry/telling/loci.py": "what a point can lie on",
    "geometry/telling/setting.py": "what a point can lie on",
    "prover/proposers/bundles.py": "points made together",
    "prover/proposers/meant.py": "what is meant where two have the same equations",
    "prover/rewrite/known_points.py": "points that every reader knows",
    "prover/rewrite/other_points.py": "what a reader calls an auxiliary point",
    "prover/rewrite/weights.py": "what readers find hard",
    "prover/search/orbits.py": "a circle without its centre",
    "synth/frontier/idioms.py": "points that people add",
    "synth/frontier/natural.py": "what no geometer would say",
    "synth/prune.py": "the locus of one premise",
    "synth/weights.py": "how often each is drawn",
    "prover/prior/features.py": "the columns that a network was trained on",
}
OTHER_WORDS = {
    "free",
    "square",
    "foot",
    "segment",
    "midpoint",
    "circle",
    "between",
    "triangle",
    "rectangle",
}
"""Names that are also words of the language in which our code is written."""


def strings(file: Path) -> Iterator[str]:
    """Yield the words of every string in a module that is not a comment or docstring."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    comments = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }  # docstrings, and the strings under constants
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            if id(node) not in comments:
                yield node.value


SECOND_WITNESS = "referee"
"""A room of :mod:`porism.geometry` that judges statements by code of its own, on purpose."""


def naming(names: set[str]) -> set[str]:
    found = set()
    for room, folder in ROOMS.items():
        for file in sorted(folder.rglob("*.py")):
            if SECOND_WITNESS in file.relative_to(folder).parts:
                continue
            for text in strings(file):
                words = text.split()
                if words and set(words) <= names and not set(words) <= OTHER_WORDS:
                    found.add(f"{room}/{file.relative_to(folder)}")
    return found


def test_only_these_modules_know_predicates_by_name() -> None:
    assert naming(set(KINDS)) == set(MAY_NAME_PREDICATES)


def test_only_these_modules_know_constructions_by_name() -> None:
    assert naming(set(CONSTRUCTIONS) - set(KINDS)) == set(MAY_NAME_CONSTRUCTIONS)
