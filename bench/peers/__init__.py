"""Other engines on our workload, each in a process and an interpreter of its own; none is needed to build or test."""
