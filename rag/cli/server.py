"""Commands about other people: the chat and the API for them, their accounts, what they did."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rag.cli.options import JsonOption, LibraryOption
from rag.config import Settings, load_settings
from rag.errors import InputError

if TYPE_CHECKING:
    from index.ledger import Ledger

_ADMINISTRATOR = "administrator"  # who acts on the command line, in the log

app = typer.Typer(rich_markup_mode=None)
accounts = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Say who may use the chat and the HTTP API.",
)
app.add_typer(accounts, name="accounts")

HostOption = Annotated[
    str | None, typer.Option(help="Address to listen on; others than this machine's need accounts.")
]
PortOption = Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 takes any.")]
NameArgument = Annotated[str, typer.Argument(help="Name of the account.")]
StdinOption = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from the first line of stdin.")
]


@app.command()
def ui(library: LibraryOption = None, host: HostOption = None, port: PortOption = None) -> None:
    """Open the chat in the browser."""
    from app import serve

    serve(_listening(library, host, port))


@app.command()
def serve(library: LibraryOption = None, host: HostOption = None, port: PortOption = None) -> None:
    """Serve the HTTP API.

    POST /ask and /search, GET /documents and /health; GET / tells what they take.
    """
    from chat.desk import Desk
    from chat.server.running import run_api

    settings = _listening(library, host, port)
    with closing(Desk(settings, create=False)) as desk:
        run_api(desk, desk.ledger.accounts, settings.server)


@accounts.command("add")
def add(
    name: NameArgument,
    role: Annotated[str, typer.Option(help="reader (asks) or editor (also changes documents).")],
    library: LibraryOption = None,
    from_stdin: StdinOption = False,
) -> None:
    """Make an account.

    The password is asked for, and only a hash of it is kept.
    """
    from chat.server.door import Door

    with _ledger(library, create=True) as ledger:
        Door(ledger.accounts).add(name, role, _password(from_stdin))
        ledger.audit.note(_ADMINISTRATOR, "account add", name, role)
    print(f"account {name!r} added as {role}")


@accounts.command("passwd")
def passwd(
    name: NameArgument, library: LibraryOption = None, from_stdin: StdinOption = False
) -> None:
    """Change the password of an account.

    This lifts a lock and ends the sessions of the account.
    """
    from chat.server.door import Door

    with _ledger(library) as ledger:
        Door(ledger.accounts).set_password(name, _password(from_stdin))
        ledger.audit.note(_ADMINISTRATOR, "account passwd", name)
    print(f"password of {name!r} changed")


@accounts.command("remove")
def remove(name: NameArgument, library: LibraryOption = None) -> None:
    """Remove an account; its sessions end."""
    with _ledger(library) as ledger:
        ledger.accounts.remove(name)
        ledger.audit.note(_ADMINISTRATOR, "account remove", name)
    print(f"account {name!r} removed")


@accounts.command("list")
def list_accounts(library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """List the accounts with their roles."""
    with _ledger(library) as ledger:
        found = ledger.accounts.all()
    if as_json:
        told = [{"name": one.name, "role": one.role, "added_at": one.added_at} for one in found]
        print(json.dumps(told, ensure_ascii=False))
    elif not found:
        print("no accounts; 'scenario-qa accounts add NAME --role editor' makes one")
    else:
        print("\n".join(f"{one.name}\t{one.role}\tsince {one.added_at}" for one in found))


@app.command()
def audit(
    limit: Annotated[int, typer.Option(min=1, max=1_000_000, help="Newest so many.")] = 100,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show who changed which documents, newest first."""
    with _ledger(library) as ledger:
        entries = ledger.audit.entries(limit)
    if as_json:
        print(json.dumps([asdict(entry) for entry in entries], ensure_ascii=False))
    for entry in entries if not as_json else ():
        told = (entry.at, entry.user, entry.action, entry.subject, entry.detail)
        print("\t".join(" ".join(part.split()) for part in told).rstrip())


def _listening(library: Path | None, host: str | None, port: int | None) -> Settings:
    settings = load_settings(library)
    given: dict[str, Any] = {"host": host, "port": port}
    chosen = {key: value for key, value in given.items() if value is not None}
    return settings.model_copy(update={"server": settings.server.model_copy(update=chosen)})


def _ledger(library: Path | None, create: bool = False) -> Ledger:
    """Open the ledger of a library; with ``create`` make the library if there is none."""
    from index.ledger import Ledger
    from rag.wiring import build_encoder, open_library

    settings = load_settings(library)
    encoder = build_encoder(settings) if create else None
    with open_library(settings, encoder, create) as opened:
        return Ledger(opened.ledger())


def _password(from_stdin: bool) -> str:
    """Ask for a password twice, or read it where another program hands it over."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise InputError("no terminal to ask for the password; use --password-stdin")
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
