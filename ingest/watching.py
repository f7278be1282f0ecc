"""Follows folders: what changes in them is read once it has come to rest.

Looking again and again, instead of being notified, works on every system and network folder.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from ingest.files import plan, source_name
from ingest.loaders import LISTED
from rag.errors import LockError

EVERY_S = 1.0
Seen = dict[str, tuple[int, int, int]]
"""Source -> size, time of change in ns, and number of the file, which a move keeps."""

Follow = Callable[[Sequence[Path], Sequence[str]], None]


class Watcher:
    """Remembers how the folders looked, and hands on what changed since it was made."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = list(folders)
        self._known = look(folders, {})

    def run(
        self,
        follow: Follow,
        every_s: float = EVERY_S,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        """Look every ``every_s`` seconds and hand on what changed, for ever.

        ``follow`` gets the files that are new or changed and the sources that are gone. A
        file that is still being written looks different every time; it is handed on once two
        looks agree. While another process writes to the library, it is tried again. A folder
        that cannot be listed for a while is left as it was. ``wait`` may raise to end it.
        """
        before = self._known
        while True:
            wait(every_s)
            now = look(self._folders, before)
            if now == before and now != self._known:
                changed = [Path(name) for name in now if now[name] != self._known.get(name)]
                with suppress(LockError):
                    follow(changed, [name for name in self._known if name not in now])
                    self._known = now
            before = now


def look(folders: Sequence[Path], before: Seen) -> Seen:
    """Return what lies in the folders; where one cannot be listed, what lay there before."""
    planned = plan([folder for folder in folders if folder.is_dir()], LISTED)
    seen: Seen = {}
    for path in planned.files:
        try:
            told = path.stat()
        except OSError:  # gone between listing and looking
            continue
        seen[source_name(path)] = (told.st_size, told.st_mtime_ns, told.st_ino)
    listed = {source_name(root) for root in planned.roots}
    for folder in folders:
        if (name := source_name(folder)) not in listed:
            seen |= {each: told for each, told in before.items() if each.startswith(f"{name}/")}
    return seen
