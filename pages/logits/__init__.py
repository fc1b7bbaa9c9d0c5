"""Three logits: two losses of one sample, over its logits and its probabilities."""
