r"""How many changed answers the checks catch, and how many true ones they pass.

    python -m benchmarks.mutations --corpus data/sample \
        --questions tests/golden/sample_questions.jsonl

Answers are made without a language model, then changed by script: a digit, a unit, a year, a
negation, a place, a name, a title, a limit, a direction, a sign, an end of a range, 至 for 了,
the head or tail of a sentence, two passages spliced, an item of a list dropped. Prints the
share caught by kind, the share of untouched answers passed, the share of harmless rewordings
passed, and every miss.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from benchmarks.mutators import MUTATORS
from benchmarks.omissions import OMISSIONS
from benchmarks.recompositions import Case, drop_row, harmless, splice
from benchmarks.review import review
from rag.config import ReaderSettings, Settings
from rag.types import Answer, Document, Status, Turn, Verdict
from rag.wiring import build_encoder, build_ingestor, build_pipeline, open_library

Backend = Literal["embedded", "rules"]


def caught(case: Case, documents: Mapping[str, Document]) -> bool:
    """Whether any statement of a case is not supported."""
    return any(
        s.verdict is not Verdict.SUPPORTED for s in review(case.text, case.citations, documents)
    )


def mutate(answers: Sequence[Answer], count: int, seed: int = 7) -> list[Case]:
    """Return about ``count`` changed answers, the kinds in turn as far as there are any."""
    rng = random.Random(seed)
    pools = _pools(answers, rng)
    for kind, pool in pools.items():
        rng.shuffle(pool)
        pools[kind] = list({case.text: case for case in pool}.values())
    chosen: list[Case] = []
    while len(chosen) < count and any(pools.values()):
        for pool in pools.values():
            if pool and len(chosen) < count:
                chosen.append(pool.pop())
    return chosen


def _pools(answers: Sequence[Answer], rng: random.Random) -> dict[str, list[Case]]:
    """Return the changed answers by kind, up to three of a kind from each answer."""
    pools: dict[str, list[Case]] = {}
    for answer in answers:
        for kind, mutator in (MUTATORS | OMISSIONS).items():
            changes = {mutator(answer.text, rng) for _ in range(3)} - {None}
            pools.setdefault(kind, []).extend(
                Case(kind, str(change), answer.citations) for change in sorted(map(str, changes))
            )
        for case in (drop_row(answer, rng), splice(answer, rng.choice(answers), rng)):
            if case is not None:
                pools.setdefault(case.kind, []).append(case)
    return pools


def answers_of(
    corpus: Path, questions: Path, limit: int, backend: Backend = "embedded"
) -> tuple[list[Answer], dict[str, Document]]:
    """Ask the questions of a corpus; return the cited answers and the documents behind them."""
    with tempfile.TemporaryDirectory() as folder:
        reader = ReaderSettings(backend=backend)
        settings = Settings(library=Path(folder) / "library", reader=reader)
        encoder = build_encoder(settings)
        with open_library(settings, encoder, create=True) as library:
            build_ingestor(settings, library, encoder).ingest([corpus])
            pipeline = build_pipeline(settings, library, encoder)
            found = []
            for line in questions.read_text(encoding="utf-8").splitlines()[:limit]:
                record = json.loads(line)
                history = [Turn(*pair) for pair in record.get("history", ())]
                answer = pipeline.ask(record["question"], history)
                if answer.status is Status.ANSWERED and answer.citations:
                    found.append(answer)
            ids = {c.doc_id for answer in found for c in answer.citations}
            return found, {doc_id: library.document(doc_id) for doc_id in ids}


def main() -> None:
    """Ask, change, check, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--limit", type=int, default=1000, help="questions asked")
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args()
    answers, documents = answers_of(chosen.corpus, chosen.questions, chosen.limit)
    report(answers, documents, chosen.count, chosen.seed)


def report(
    answers: Sequence[Answer], documents: Mapping[str, Document], count: int, seed: int
) -> None:
    """Print what was caught and what was passed."""
    total: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for case in mutate(answers, count, seed):
        total[case.kind] += 1
        hits[case.kind] += caught(case, documents)
        if not caught(case, documents):
            print(f"missed {case.kind}: {case.text}\n")
    originals = [Case("original", a.text, a.citations) for a in answers]
    reworded = [case for a in answers for case in harmless(a)]
    for case in (*originals, *reworded):
        total[case.kind] += 1
        if caught(case, documents):
            bad = [
                s
                for s in review(case.text, case.citations, documents)
                if s.verdict is not Verdict.SUPPORTED
            ]
            print(f"not passed ({case.kind}): {bad[0].text} — {bad[0].reason}\n")
        else:
            hits[case.kind] += 1
    for kind in total:
        print(f"{kind:18} {hits[kind]:4} of {total[kind]}")
    changed = [kind for kind in total if kind not in ("original", "harmless")]
    share = sum(hits[k] for k in changed) / max(1, sum(total[k] for k in changed))
    print(f"caught {share:.3f}; originals passed {hits['original'] / total['original']:.3f}")


if __name__ == "__main__":
    main()
