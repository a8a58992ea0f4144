"""Porism: a neuro-symbolic prover for olympiad plane geometry."""
