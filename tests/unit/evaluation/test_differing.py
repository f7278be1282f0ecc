"""What was not the same in two runs is said in words."""

from __future__ import annotations

from evaluation.differing import differing


def test_what_changed_is_named_and_what_is_the_same_is_not() -> None:
    before = {
        "fingerprints": {"program": "1", "encoder": "e", "corpus": "x"},
        "data": {"asked": 200, "questions": "set.jsonl"},
        "settings": {"retrieval": {"dense_share": 0.5}, "reader": {}},
    }
    after = {
        "fingerprints": {"program": "2", "encoder": "e", "corpus": "x", "judge": "m"},
        "data": {"asked": 50, "questions": "renamed.jsonl"},
        "settings": {"retrieval": {"dense_share": 1.0}, "reader": {}},
    }
    assert differing(before, after) == (
        "the program",
        "the judge",
        "the number of questions asked",
        "the settings of [retrieval]",
    )
    assert differing(before, before) == ()
