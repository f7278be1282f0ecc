"""The tab 问答: questions, answers, conversations.

``tab`` builds and connects it, ``talk`` is what happens when people ask, ``turns`` draws it,
``memory`` and ``exchanges`` hold the conversation, ``drawer`` and ``history`` the list of them,
``scope`` narrows the documents, ``first_page`` and ``starters`` invite to ask, ``suggestions``
reads questions off documents, ``export/`` writes files and the clipboard.
"""
