"""The pages: each its layout and its callbacks. They read controls, call below, and draw."""
