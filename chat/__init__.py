"""The chat: what people see. Only this package and ``app.py`` import gradio.

Everything that comes from a document, a file name or a question is untrusted and goes
through ``chat.looks.markup.escape`` before it reaches a page.
"""
