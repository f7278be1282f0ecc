"""Reads passages for a question: how relevant, where the answer is, how sure.

``rules_reader`` reads by rules, ``rag.adapters.onnx_reader`` by a trained network, and
``blended_reader`` weighs the two; ``spans`` and ``fitness`` find the value that answers, and
``type_fit`` tells whether a sentence holds the sort of thing asked for.
``near_miss``, ``premises`` and ``named`` tell what only looks like an answer (another year,
place or firm, a denied premise), and ``confidence`` turns all signs into one probability.
"""
