"""Writing a report together: sections and their templates, who writes, what is ready, comments.

What a report says is in `reports/document.py`; nothing of what stands here is printed
but the sections themselves.
"""
