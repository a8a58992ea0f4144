"""How much is read, drawn and written at most: the bounds of the room, with their reasons.

Everything that comes from outside (problems, figures of GeoGebra, proofs, rules) may have been
made to exhaust the machine. What exceeds a bound is refused with a message that names it. The
bounds are several times what the largest published problem and proof need; ``SECURITY.md`` lists
them for users.
"""

from __future__ import annotations

__all__ = [
    "LARGEST_SEED",
    "LONGEST_NAME",
    "LONGEST_NUMBER",
    "LONGEST_POINT",
    "MOST_BYTES_OF_MANIFEST",
    "MOST_BYTES_OF_PROBLEMS",
    "MOST_BYTES_OF_PROOF",
    "MOST_BYTES_OF_RESULTS",
    "MOST_BYTES_OF_RULES",
    "MOST_BYTES_OF_SETTINGS",
    "MOST_BYTES_OF_WEIGHTS",
    "MOST_BYTES_UNPACKED",
    "MOST_COEFFICIENT",
    "MOST_GOALS",
    "MOST_LETTERS",
    "MOST_LINKS",
    "MOST_POINTS",
    "MOST_RULES",
    "MOST_SENSES",
    "MOST_STATEMENTS",
    "MOST_STEPS",
    "MOST_TERMS",
    "MOST_WORDS",
]

# --- files: what is larger is not read to its end ----------------------------------------------

MOST_BYTES_OF_PROBLEMS = 4 << 20
"""Of a file of problems, or of GeoGebra; the largest published one has 0.1 MiB. It is some 40,000
problems, which take 20 seconds to read."""

MOST_BYTES_OF_PROOF = 16 << 20
"""Of a proof; those of the corpus have at most 0.2 MiB, and JSON takes 20 times that in memory."""

MOST_BYTES_OF_RULES = 1 << 20
"""Of a file of rules; the whole catalogue has 25 KiB."""

MOST_BYTES_OF_SETTINGS = 1 << 20
"""Of settings of a training, of a model card, of a tokenizer; each has some kilobytes."""

MOST_BYTES_OF_WEIGHTS = 1 << 30
"""Of the weights of a network; those that are shipped have 13 MB."""

MOST_BYTES_OF_MANIFEST = 64 << 20
"""Of the manifest of a data set, which has 100 bytes for each 20,000 theorems."""

MOST_BYTES_OF_RESULTS = 256 << 20
"""Of results of a benchmark, which have half a kilobyte for each problem."""

MOST_BYTES_UNPACKED = 4 << 30
"""Of one file of a data set, and of a few rows of it; ours have some 100 MiB."""

# --- one problem -------------------------------------------------------------------------------

MOST_WORDS = 20_000
"""Of a statement; published ones have 427 at most."""

MOST_POINTS = 128
"""Of a problem; published ones have 31 at most. Time and memory of drawing and closing a figure
grow with the square of the points and more."""

MOST_STATEMENTS = 1_000
"""That a problem assumes; published ones have 59 at most. All are rows of one matrix when it is
drawn."""

MOST_GOALS = 64
"""Of a problem; published ones have 4 at most. Each is searched for, written and checked."""

LONGEST_NAME = 200
"""Characters of the name of a problem; titles of published ones have 75."""

LONGEST_POINT = 40
"""Characters of the name of a point, which is written often."""

LONGEST_NUMBER = 60
"""Characters of a number in a statement; no theorem needs more, and arithmetic stays quick."""

MOST_COEFFICIENT = 1_000
"""Numerator and denominator of a coefficient in a sum of angles, lengths or squares.

An equation with k times an unknown direction has k solutions, and drawing looks at all.
"""

# --- one proof ---------------------------------------------------------------------------------

MOST_STEPS = 20_000
"""Of a proof; the longest that was found has some hundreds. Each is measured in every figure."""

MOST_TERMS = 200_000
"""Of all algebraic steps of a proof together."""

MOST_LINKS = 60
"""Of a chain of equalities in a written proof. Ordering more takes quadratic time, and a step
with more terms is written as one equality."""

# --- rules of users, which are tried on figures ------------------------------------------------

MOST_RULES = 100
"""Of the files of users together; the whole catalogue has fewer. Trying one takes seconds."""

MOST_LETTERS = 24
"""Of a rule, and statements as well; those of the catalogue have 12 at most. Every two letters are
let stand for one point in turn."""

MOST_SENSES = 16
"""Ways to read the sines among the premises of a rule, two for each."""

# --- options ------------------------------------------------------------------------------------

LARGEST_SEED = 2**63 - 1
"""Seeds go from 0 to here: what every part of the program can hold, the core too."""
