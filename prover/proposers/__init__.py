"""Who suggests auxiliary points: heuristics on the figure, a language model, or both."""
