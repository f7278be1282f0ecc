"""What stands behind the protocols, one heavy library a module: encoders, readers, chat models.

The embedded models (``onnx_…``) are the default. ``sentence_transformers`` and
``endpoint_encoder`` are other encoders, ``chat`` is any OpenAI-compatible endpoint, and
``langchain`` offers our own pipeline to LangChain. Only ``rag.wiring`` builds them.
"""
