"""Questions about Chinese policy documents: retrieval, reading, answering, citing.

A question's way, module by module::

    pipeline       asks the steps below in turn; the one entry for chat, API and command line
    conversation   makes a follow-up stand alone (那宁波呢？)
    focus          which documents it is about: named, or cited by the last answer
    question       what is asked: kind, terms, years, places (kinds, parts, mentions, naming)
    retriever      dense and lexical search, fused (fusion), the best read by a reader (reading/)
    evidence       the passages that may be cited, each with its key
    answerers/     compose the answer, or say that the documents do not answer
    checks/        whether a statement holds against the words it cites (citations)

``types`` has the nouns that travel this way, ``protocols`` what can be replaced, ``wiring``
puts all parts together from the settings (``config``). ``adapters/`` holds one heavy library
each, ``language/`` what is known of Chinese, ``guide/`` the guide for newcomers, ``cli/`` the
commands. Nothing is imported here: import from the modules.
"""
