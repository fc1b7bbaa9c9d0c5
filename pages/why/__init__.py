"""Why log?: the question answered claim by claim, each measured on the data in view."""
