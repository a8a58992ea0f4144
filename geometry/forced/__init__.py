"""Which facts of order a text forces, exactly: a calculus of signs, and a walk through a proof."""
