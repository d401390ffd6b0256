"""Benchmarks: each prints ratios measured in one run, beside floor programs of its own."""
