"""What a page asks about has to be there."""

from __future__ import annotations

import threading

import pytest

from porism.geometry.errors import InputError
from porism.geometry.language import parse_problem
from porism.studio.discovering import found_in


def test_a_point_that_the_figure_lacks_is_told() -> None:
    problem = parse_problem("a b c = triangle", need_goal=False)
    with pytest.raises(InputError, match="no point x"):
        found_in(problem, ["a", "x"], 0, lambda _: None, threading.Event())
