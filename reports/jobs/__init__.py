"""Files made in the background: asked for, made by a worker, told of, and rescued.

How a PDF is drawn is the business of `reports/rendering/`.
"""
