"""The language model that proposes auxiliary constructions: tokenizer, network, training."""
