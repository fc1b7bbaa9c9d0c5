"""Requests that no page sends: what a server has to take without failing."""
