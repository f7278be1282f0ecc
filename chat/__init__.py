"""The chat: what people see. Only this package and ``app.py`` import gradio.

A package for each tab (``ask``, ``library``, ``guide``, ``measure``), whose ``tab`` module builds
and connects it, and one for the ``source`` panel beside them. ``desk`` holds the one library and
pipeline they share, ``looks`` how all of it appears, ``server`` what stands between it and the
network.

Everything that comes from a document, a file name or a question is untrusted and goes
through ``chat.looks.markup.escape`` before it reaches a page.
"""
