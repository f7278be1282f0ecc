"""Answers that a language model words, checked sentence by sentence.

``prompting`` numbers and fences the evidence, ``patience`` bounds the model's reply in time and
length, ``sentence_stream`` cuts it into sentences, ``plain`` strips their markup, ``support``
checks each one against its source, ``pertinence`` against the question, and ``manuscript`` keeps
what passed. ``rephrasing`` makes follow-ups stand alone.
"""
