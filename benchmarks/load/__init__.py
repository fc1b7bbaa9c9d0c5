"""A class as a benchmark: many browsers' requests, sent to a server of its own."""
