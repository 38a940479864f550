"""The pages of rounds: overview, goals, and the report."""
