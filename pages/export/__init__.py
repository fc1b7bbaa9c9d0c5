"""The Export dialog of every page, and the addresses that it asks."""
