"""Pages of indicators: entering outcomes, assessing a goal, one indicator."""
