"""Pages of rounds and activities."""
