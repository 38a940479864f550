"""What: rounds, the goal tree of a year, activities, and assessments.

A round holds everything one committee says in one plan or report. Figures
(indicators) and documents (reports) do not belong here.
"""
