"""How: what is measured, its targets and outcomes, and whether a target is met.

The definition outlives years; a measure ties it to a committee's goal of one
year. Documents do not belong here.
"""
