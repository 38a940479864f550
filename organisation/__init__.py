"""Who: committees, their units, people, their roles, and what a role may do.

`access` is the only place where a right is decided. Goals, figures and
reports do not belong here.
"""
