"""Puts the commands together and runs them. Errors are one line on stderr."""

from __future__ import annotations

import io
import sys

import typer

from rag.cli import ask, evaluation, feedback, guide, ingest, library, questions, server
from rag.errors import RagError

_INTERRUPTED = 130  # what typer returns after Ctrl+C, without a word

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Ask questions of Chinese policy documents; every statement is cited.",
)
for group in (ask, ingest, library, evaluation, questions, feedback, server, guide):
    app.add_typer(group.app)


def main() -> None:
    """Run the command line; exit 0 fine, 1 the request failed, 2 wrong usage."""
    _say_chinese()
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as exc:
        sys.exit(_fail(f"{exc.format_message()} (see --help)", exc.exit_code))
    except typer.Abort:  # Ctrl+C at a prompt
        code = _INTERRUPTED
    except RagError as exc:
        sys.exit(_fail(str(exc), 1))
    except BrokenPipeError:
        sys.exit(0)
    if code == _INTERRUPTED:
        sys.exit(_fail("interrupted; what was finished is kept", 1))
    sys.exit(code if isinstance(code, int) else 0)


def _say_chinese() -> None:
    """Let no text fail to be printed: UTF-8 into files and pipes, question marks on a terminal.

    A file is read again as UTF-8, by our own commands too, whatever the system writes by itself;
    a terminal shows its own encoding alone.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


def _fail(message: str, code: int) -> int:
    print(f"scenario-qa: {' '.join(message.split())}", file=sys.stderr)
    return code


if __name__ == "__main__":
    main()
