"""Where a document is cut into passages.

``chunker`` is the entry: ``units`` are the pieces and the cost of a cut before each, ``packing``
finds the cheapest cuts.
"""
