"""What is known of Chinese policy language: sentences, values, places, words.

No module here knows of questions' kinds, passages or answers; all work on plain text.
"""
