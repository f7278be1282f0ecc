"""The tab 问答: questions, answers, conversations."""
