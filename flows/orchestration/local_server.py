"""The Prefect API that records runs: its settings, and a local server for `unspun serve`.

Prefect reads its settings when it is imported, so nothing here imports it at the top.
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
from http import HTTPStatus
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

HOST = "127.0.0.1"
START_SECONDS = 180  # the API takes 15 to 20 s, and far longer on a busy machine
STOP_SECONDS = 15  # before the server is killed: a guard
POLL_SECONDS = 0.2  # between two questions whether the server answers
ANSWER_SECONDS = 5  # for one health check: a guard
SETTINGS = {
    "PYTHONSAFEPATH": "1",  # servers and runs never import out of the working folder
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
    """Set the environment that Prefect reads when it is imported; keep what the user set."""
    settings = SETTINGS if debug else SETTINGS | QUIET
    for name, value in settings.items():
        os.environ.setdefault(name, value)


def is_configured() -> bool:
    """Return whether PREFECT_API_URL or the active Prefect profile names an API."""
    return configured_address() is not None


def configured_address() -> str | None:
    """Return the address of the Prefect API that the user configured; None without one.

    Prefect is imported only where it has a file of profiles.
    """
    if address := os.environ.get("PREFECT_API_URL"):
        return address
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    profiles = os.environ.get("PREFECT_PROFILES_PATH", home / "profiles.toml")
    if not Path(profiles).exists():
        return None
    prepare()
    from prefect.settings import PREFECT_API_URL  # noqa: PLC0415 - takes about a second

    address = PREFECT_API_URL.value()
    return str(address) if address else None


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(home: Path, port: int | None = None) -> Iterator[str]:
    """Run a Prefect server whose files are all in `home`; yield its address. Raises ServerError."""
    home.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    address = f"http://{HOST}:{port}"
    log = home / "server.log"
    child = _start(home, port, log)
    try:
        _await_answer(child, address, log)
        yield address
    finally:
        _stop(child)


def _start(home: Path, port: int, log: Path) -> subprocess.Popen[bytes]:
    """Start this module as a process, which runs the server."""
    command = [sys.executable, "-m", "flows.orchestration.local_server"]
    command += ["server", "start", "--host", HOST, "--port", str(port)]
    with log.open("w", encoding="utf-8") as out:
        # A session of its own: Ctrl-C must reach the runs first and the server last.
        return subprocess.Popen(  # noqa: S603 - our own command, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=out,
            env=_environment(home),
            start_new_session=True,
        )


def _environment(home: Path) -> dict[str, str]:
    own = {
        "PREFECT_HOME": str(home),
        "PREFECT_UI_STATIC_DIRECTORY": str(home / "ui"),
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    }
    return {**os.environ, **SETTINGS, **own}


def _await_answer(child: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if child.poll() is not None:
            raise ServerError(
                f"the Prefect server ended with code {child.returncode}; its log is {log}"
            )
        if _answers(address):
            return
        time.sleep(POLL_SECONDS)
    raise ServerError(
        f"the Prefect server did not answer within {START_SECONDS} s; its log is {log}"
    )


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/api/health", timeout=ANSWER_SECONDS) as answer:  # noqa: S310 - our own http address
            return bool(answer.status == HTTPStatus.OK)
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
    """End this process when its input ends: that is when the parent ends, in any way."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)
