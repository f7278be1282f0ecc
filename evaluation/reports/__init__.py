"""Reports of a run: a ``folder`` that grows, Markdown ``tables`` and one self-contained ``page``.

``curves`` works out what the plots show, ``charts`` and ``plots`` draw it.
"""
