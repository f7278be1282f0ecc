"""Jobs of the library: what an ingest was asked, how far it came, how it ended."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from index.database import Database

RUNNING, DONE, FAILED, INTERRUPTED = "running", "done", "failed", "interrupted"
_KEPT = 200


@dataclass(frozen=True, slots=True)
class Job:
    """One ingest; ``done`` and ``total`` count the items of its ``stage``.

    ``state`` is running, done, failed (with ``error``) or interrupted; ``counts`` are those
    of the summary. Times are ISO, UTC.
    """

    job_id: int
    paths: tuple[str, ...]
    state: str
    stage: str
    done: int
    total: int
    counts: Mapping[str, int]
    error: str
    started_at: str
    updated_at: str


def start_job(connection: sqlite3.Connection, paths: Sequence[str]) -> int:
    """Note a new job and return its number.

    Who starts one holds the right to write, so what still counts as running was interrupted.
    """
    connection.execute("UPDATE jobs SET state = ? WHERE state = ?", (INTERRUPTED, RUNNING))
    now = _now()
    job_id = connection.execute(
        "INSERT INTO jobs (paths, state, stage, done, total, counts, error, started_at, "
        "updated_at) VALUES (?, ?, 'plan', 0, 0, '{}', '', ?, ?)",
        (json.dumps(list(paths), ensure_ascii=False), RUNNING, now, now),
    ).lastrowid
    connection.execute("DELETE FROM jobs WHERE job_id <= ?", ((job_id or 0) - _KEPT,))
    return int(job_id or 0)


def note_job(
    connection: sqlite3.Connection,
    job_id: int,
    stage: str,
    done: int,
    total: int,
    counts: Mapping[str, int],
    state: str = RUNNING,
    error: str = "",
) -> None:
    """Note how far a job has come, or how it ended."""
    connection.execute(
        "UPDATE jobs SET stage = ?, done = ?, total = ?, counts = ?, state = ?, error = ?, "
        "updated_at = ? WHERE job_id = ?",
        (stage, done, total, json.dumps(dict(counts)), state, error, _now(), job_id),
    )


def read_jobs(database: Database, held: bool) -> list[Job]:
    """Return the jobs, newest first; ``held`` tells whether anyone is writing right now."""
    found = database.rows(
        "SELECT job_id, paths, state, stage, done, total, counts, error, started_at, updated_at "
        "FROM jobs ORDER BY job_id DESC"
    )
    jobs = []
    for job_id, paths, state, stage, done, total, counts, error, started, updated in found:
        shown = INTERRUPTED if state == RUNNING and not held else state
        asked = tuple(json.loads(paths))
        jobs.append(
            Job(
                job_id,
                asked,
                shown,
                stage,
                done,
                total,
                json.loads(counts),
                error,
                started,
                updated,
            )
        )
    return jobs


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
