"""From files to passages.

A file's way: ``files`` finds it, ``loaders/`` (one a format) give raw lines, ``layout/`` puts the
pieces of a page into reading order, ``text/`` decodes, repairs and normalises, ``fields/`` reads
title, issuer, number, dates and relations, ``outline/`` finds headings and articles, ``passages/``
cuts. ``reading`` does all that for one file, ``crew`` in processes of their own, ``identity`` says
which document it is, ``storing`` encodes and stores, and ``pipeline`` runs the whole;
``watching`` follows a folder. ``upright`` turns pages of a PDF, ``pictures`` draws them.
"""
