"""What a document says about itself and of others, read off its text.

``metadata`` gathers issuer, number, dates, authors and kind; ``titles`` and ``validity`` stand
beside it; ``relations`` finds what it repeals, amends or rests on.
"""
