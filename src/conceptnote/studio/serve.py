"""Runs the studio: a port, an address, and an end by Ctrl+C or by its button."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from conceptnote.build.pool import Pool
from conceptnote.diagnostics import Code, Diagnostic, DiagnosticError, Location
from conceptnote.source.project import find_project
from conceptnote.studio.beginning import beginnable
from conceptnote.studio.running import announced, running
from conceptnote.studio.session import Session
from conceptnote.studio.words import phrase
from conceptnote.systemerror import reason

if TYPE_CHECKING:
    from types import FrameType


HOST, USUAL_PORT = "127.0.0.1", 4817


def serve(event_file: Path, pool: Pool, port: int | None, ready: Callable[[str], None]) -> None:
    """Serve the studio of an event until it is stopped; `ready` gets its address, or that of one that runs already.

    In a folder without an event one can be begun. Raises DiagnosticError if the event file does not exist, or the port
    is taken.
    """
    import uvicorn

    from conceptnote.studio.guard import Guard
    from conceptnote.studio.server import application

    if (first := beginnable(event_file)) is not None:
        event_file = first
    else:
        find_project(event_file)
    if port is None and (address := running(event_file)):
        ready(address)
        return
    with closing(_listening(port)) as listening:
        number = listening.getsockname()[1]
        secret = secrets.token_urlsafe(24)
        session = Session(event_file, pool)

        class Server(uvicorn.Server):
            def handle_exit(self, sig: int, frame: FrameType | None) -> None:
                session.stop()
                super().handle_exit(sig, frame)

        def stop() -> None:
            session.stop()
            server.should_exit = True

        app = Guard(application(session, stop), number, secret)
        config = uvicorn.Config(app, log_level="critical", access_log=False, lifespan="off", server_header=False)
        server = Server(config)
        session.start()
        address = f"http://{HOST}:{number}/?key={secret}"
        try:
            with announced(event_file, address):
                ready(address)
                server.run(sockets=[listening])
        finally:
            session.stop()
            session.join()


def _listening(port: int | None) -> socket.socket:
    """A socket at the named port, or the usual one, or a free one. Raises DiagnosticError."""
    for number in (USUAL_PORT, 0) if port is None else (port,):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind((HOST, number))
            listening.listen()
            return listening
        except (OSError, OverflowError) as error:
            listening.close()
            if number == port:
                at = Location("--port")
                why = reason(error) if isinstance(error, OSError) else "there is no such port"
                message = phrase("port_taken", port=port, why=why)
                raise DiagnosticError(
                    Diagnostic(Code.UNKNOWN_OPTION_VALUE, message, at, hint=phrase("port_hint"))
                ) from None
    raise AssertionError
