"""Ways to compose an answer from evidence.

``extractive`` is the default: it ranks the sentences of the evidence (``ranking``), chooses
those that answer (``compose``, one way for each kind of question: ``lists/``, ``comparison``,
``digest``, ``account``, ``cell`` …) into a ``draft``, and ``layout`` writes it with citations.
``generative`` has a language model word the answer (``generation/``) and falls back to the
extractive one. Where nothing answers, ``abstention`` says so and offers what is ``nearest``.
"""
