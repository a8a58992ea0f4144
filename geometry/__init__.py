"""What is true: predicates, problem languages, figures, rules, proofs and their checker."""
