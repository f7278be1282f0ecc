"""One heavy library each: encoders, readers, chat models, LangChain."""
