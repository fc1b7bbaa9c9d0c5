"""Models: what stands between rows and logits."""
