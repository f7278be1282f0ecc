"""A guide for newcomers, built from a library's documents: every item is an exact quote.

``maker`` is the entry: ``sheets`` prepare each document, ``findings`` gather what it gives
(``events``, ``cases``, ``figures``, ``glossary``, ``voices``, ``lists``), ``guide`` narrows all of
it to a ``topic``, orders it (``ranking``) and adds ``network``, ``path``, ``questions`` and
``briefing``. ``quotes`` is the currency, ``grading`` marks the self-test, ``markdown`` and
``record`` write the guide out.
"""
