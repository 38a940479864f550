"""Settings, addresses, and how Swedish people write numbers and dates.

Knows nothing of committees or goals: every other app may import from here,
and nothing here may import from them.
"""
