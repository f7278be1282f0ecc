"""Questions about Chinese policy documents: retrieval, reading, answering, citing."""
