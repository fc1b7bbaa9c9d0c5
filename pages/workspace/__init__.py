"""The workspace: two losses side by side, as Explore and softmax regression show them."""
