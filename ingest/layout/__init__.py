"""Where text stands on a page, and in which order it is read.

``order`` is the entry for ordinary pages (``gutters``, ``bands``, ``table_rows``), ``newspaper``
for newspaper pages (``blocks``, ``ownership``, ``arrangement``), ``ruled`` for tables drawn with
rules, ``recognition`` for pictures of text.
"""
