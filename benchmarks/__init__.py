"""What `make bench` runs: how long a sweep takes, in ratios to other ways of doing it.

A run of `python -m benchmarks` measures its contenders in turn, again and again, and compares
medians: on a machine that others use too, a ratio holds where a time does not. pytest-benchmark
and asv time one contender after another, so that what else goes on meets one and not the next.
"""
