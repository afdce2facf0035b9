"""The Prefect API that records the runs: its settings, and a server of our own for `unspun serve`.

Nothing here imports Prefect: Prefect reads its settings when it is imported.
"""

from __future__ import annotations

import os
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

HOST = "127.0.0.1"
START_SECONDS = (
    180  # the embedded API takes 15 to 20 s, and far longer on a busy machine
)
STOP_SECONDS = 15
SETTINGS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(START_SECONDS),
    "PREFECT_CLI_PROMPT": "false",
}
QUIET = {
    "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",  # the API still gets every line
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
}


class ServerError(RuntimeError):
    """The Prefect server did not come up; the message names its log."""


def prepare(*, debug: bool = False) -> None:
    """Set what Prefect must find in the environment when it is imported; what the user set stays."""
    for name, value in (SETTINGS if debug else SETTINGS | QUIET).items():
        os.environ.setdefault(name, value)


def free_port() -> int:
    """Ask the system for a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(home: Path, port: int | None = None) -> Iterator[str]:
    """Run a Prefect server that keeps all it has in `home`, and yield its address.

    Raises ServerError.
    """
    home.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    address, log = f"http://{HOST}:{port}", home / "server.log"
    command = [
        sys.executable,
        "-m",
        "flows.orchestration.local_server",
        "server",
        "start",
        "--host",
        HOST,
        "--port",
        str(port),
    ]
    with log.open("w", encoding="utf-8") as out:
        # a session of its own: Ctrl-C must reach the runs first and the server last
        child = subprocess.Popen(  # noqa: S603 - our own command, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=out,
            env=_environment(home),
            start_new_session=True,
        )
    try:
        _await(child, address, log)
        yield address
    finally:
        _stop(child)


def _environment(home: Path) -> dict[str, str]:
    own = {
        "PREFECT_HOME": str(home),
        "PREFECT_UI_STATIC_DIRECTORY": str(home / "ui"),
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    }
    return {**os.environ, **SETTINGS, **own}


def _await(child: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if child.poll() is not None:
            raise ServerError(
                f"the Prefect server ended with code {child.returncode}; its log is {log}"
            )
        if _answers(address):
            return
        time.sleep(0.2)
    raise ServerError(
        f"the Prefect server did not answer within {START_SECONDS} s; its log is {log}"
    )


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/api/health", timeout=5) as answer:  # noqa: S310 - our own http address
            return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's OK
    except (URLError, OSError):
        return False


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.communicate(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()


def _leave_with_parent() -> None:
    """End this process when its input does, which is when the parent ends, however it ended."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)
