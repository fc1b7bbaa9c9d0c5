"""Documentation for people who import the libraries, and what builds it: `make docs`."""
