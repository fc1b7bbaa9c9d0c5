"""What serves the app: requests, and the work that outlasts one. It knows no landscape."""
