"""Random theorems: sampled figures, closed by the engine, traced back to what they need."""
