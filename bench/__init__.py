"""Benchmarks: programs that print tables of ratios, never timed tests. `bench/README.md` says how to run them."""
