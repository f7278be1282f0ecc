"""Runs inside a peer's own environment: ingests, asks, times; standard library only.

    python measuring.py PEER JOB.json OUT.jsonl

A peer is a module PEER_peer beside this one with a class ``Peer``:

    Peer(encoder: str)                          the folder of the shared encoder
    ingest(documents) -> int                    [{"id", "title", "text"}]; how many passages
    search(question, k) -> [(id, text), ...]    best first
    lexical(question, k) -> [id, ...]           the word search alone; optional
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
import threading
import time
from pathlib import Path


def main() -> None:
    """Measure one peer and write what it found."""
    name, job_path, out_path = sys.argv[1:]
    job = json.loads(Path(job_path).read_text(encoding="utf-8"))
    sys.path.insert(0, str(Path(__file__).parent))
    family = Family()
    family.start()
    started = time.perf_counter()
    peer = importlib.import_module(f"{name}_peer").Peer(job["encoder"])
    loaded = time.perf_counter()
    passages = peer.ingest(job["documents"])
    ingested = time.perf_counter()
    peer.search(job["questions"][0]["text"], 1)  # the first search loads what is loaded lazily
    with Path(out_path).open("w", encoding="utf-8") as out:
        for question in job["questions"]:
            before = time.perf_counter()
            found = peer.search(question["text"], job["depth"])
            spent = time.perf_counter() - before
            words = peer.lexical(question["text"], 5) if hasattr(peer, "lexical") else None
            record = {"id": question["id"], "found": found, "ms": spent * 1000, "lexical": words}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        own = peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
        about = {
            "passages": passages,
            "load_s": loaded - started,
            "ingest_s": ingested - loaded,
            "memory_mb": max(own, family.peak_mb),
        }
        out.write(json.dumps({"about": about}) + "\n")


class Family(threading.Thread):
    """Watches the resident memory of this process and all that it started (Linux, else nought)."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_mb = 0.0

    def run(self) -> None:
        """Look twice a second, as long as the process lives."""
        while True:
            self.peak_mb = max(self.peak_mb, self.resident_mb())
            time.sleep(0.5)

    def resident_mb(self) -> float:
        """Return what the family holds now."""
        parents, pages = {}, {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                # What follows the name in brackets: state, parent, ..., resident pages.
                fields = stat.read_text().rpartition(")")[2].split()
            except OSError:  # it has ended
                continue
            parents[int(stat.parent.name)], pages[int(stat.parent.name)] = fields[1], fields[21]
        family, grown = {os.getpid()}, True
        while grown:
            new = {pid for pid, parent in parents.items() if int(parent) in family} - family
            family, grown = family | new, bool(new)
        return sum(int(pages.get(pid, 0)) for pid in family) * resource.getpagesize() / 2**20


if __name__ == "__main__":
    main()
