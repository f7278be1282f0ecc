"""The tab 资料库: documents in, documents out."""
