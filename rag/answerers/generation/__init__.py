"""Answers that a language model words, checked sentence by sentence."""
