"""Where to listen, and who is let in there."""

from __future__ import annotations

import socket

from chat.server.door import Door
from chat.server.gate import Rules, is_local
from chat.server.limits import RateLimit
from index.accounts import Accounts
from rag.config import ServerSettings
from rag.errors import ConfigError

_HOUR_S = 3600.0


def rules_for(server: ServerSettings, accounts: Accounts, challenge: bool = False) -> Rules:
    """Return who may come in; raise ConfigError where accounts are needed and there are none.

    Open to this machine; as soon as others can connect, accounts are needed. There is no
    account, and no password, that the administrator did not make.
    """
    door = None
    if server.accounts == "always" or not is_local(server.host):
        if not accounts.all():
            raise ConfigError(
                f"listening on {server.host} needs accounts, and there is none: make one with "
                "'scenario-qa accounts add NAME --role editor', or listen on 127.0.0.1"
            )
        door = Door(accounts)
    uploads = RateLimit(server.uploads_per_hour, _HOUR_S)
    return Rules(door, uploads, server.max_upload_bytes, challenge)


def free_port(server: ServerSettings) -> int:
    """Return the port to listen on; raise ConfigError if the one asked for is taken."""
    family = socket.AF_INET6 if ":" in server.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((server.host.strip("[]"), server.port))
        except OSError as exc:
            raise ConfigError(
                f"cannot listen on {server.host}:{server.port} ({exc.strerror}): "
                "the chat may be open already; choose another with --port, 0 takes any free one"
            ) from exc
        return int(probe.getsockname()[1])
