"""The library: one SQLite file as the only truth, and indexes that can be rebuilt from it.

``library`` is the entry. Reading: ``shelf`` answers from the tables, ``vectors`` (FAISS) and
``lexical`` (tantivy) search; both are built from ``source`` and kept true by ``derived``,
``storage`` and ``manifest``. Writing: ``writer``, one document a transaction, under ``lock``.
Below: ``database`` (connection, transactions) and ``schema`` (tables, migrations). ``verify``
checks everything against everything else. What people write besides documents has a module
each: ``conversations``, ``feedback``, ``accounts``, ``jobs``, ``audit`` …
"""
