"""Many machines: a Ray cluster, and what is asked of it. Only this package imports Ray."""
