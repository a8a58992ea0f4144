"""How proofs are found: the deductive engine. Untrusted; its proofs are checked by geometry."""
