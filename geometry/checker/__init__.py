"""The checker: a proof in, a verdict out."""
