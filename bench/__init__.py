"""What the product must reach, measured: `make bench` writes RESULTS.md."""
