"""From bytes to text: ``decoding``, then ``repair`` of broken lines, then ``normalize``, once.

After that offsets count characters of ``Document.text`` for ever. ``wrapping`` decides which lines
are one paragraph, ``furniture`` which ones a page repeats.
"""
