"""The Prefect API that records runs: its settings, and a local server where none is configured.

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

from flows import interrupts

HOST = "127.0.0.1"
START_SECONDS = 180  # the API takes 15 to 20 s, and far longer on a busy machine
STOP_SECONDS = 15  # before the server is killed: a guard
POLL_SECONDS = 0.2  # between two questions whether the server answers
ANSWER_SECONDS = 5  # for one health check: a guard
KEPT_SECONDS = (
    30 * 24 * 60 * 60
)  # a finished run is forgotten by the server after 30 days
PROBE_BYTES = 1 << 16  # written to see whether a folder has room: more than one block
NO_TELEMETRY = {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
SETTINGS = {
    "PYTHONSAFEPATH": "1",  # servers and runs never import out of the working folder
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": str(START_SECONDS),
    "PREFECT_CLI_PROMPT": "false",
}
# Other names of settings that are made here: a user's would lead the pages to another server.
OVERRIDING = (
    "PREFECT_UI_API_URL",
    "PREFECT_UI_SERVE_BASE",
    "PREFECT_UI_STATIC_DIRECTORY",
    "PREFECT_SERVER_UI_SERVE_BASE",
)
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
    os.environ.update(NO_TELEMETRY)


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
def recording(home: Path, *, debug: bool = False) -> Iterator[None]:
    """Have an API that records runs: the configured one, or a server for as long as this block.

    Raises ServerError.
    """
    prepare(debug=debug)
    if is_configured():
        yield
        return
    home = Path(os.environ.setdefault("PREFECT_HOME", str(home.resolve())))
    with running(home) as address:
        from prefect.settings import PREFECT_API_URL, temporary_settings  # noqa: PLC0415 - reads the environment

        with temporary_settings({PREFECT_API_URL: f"{address}/api"}):
            yield


@contextmanager
def running(home: Path, port: int | None = None) -> Iterator[str]:
    """Run a Prefect server whose files are all in `home`; yield its address. Raises ServerError.

    It ends with this process, however that ends.
    """
    _check_room(home)
    port = port or free_port()
    address = f"http://{HOST}:{port}"
    log = home / "server.log"
    child = _start(home, port, log)
    try:
        _await_answer(child, address, log)
        yield address
    finally:
        _stop(child)


def _check_room(home: Path) -> None:
    """Raise ServerError where a server can't keep its files, before it hangs for want of them."""
    probe = home / ".probe"
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(bytes(PROBE_BYTES))
        probe.unlink()
    except OSError as error:
        raise ServerError(
            f"{home}: Prefect can't keep its records here ({error.strerror});"
            " set PREFECT_HOME to a folder that has room"
        ) from error


def _start(home: Path, port: int, log: Path) -> subprocess.Popen[bytes]:
    """Start this module as a process, which runs the server."""
    interrupts.expect_children()
    command = [sys.executable, "-m", "flows.orchestration.local_server"]
    command += ["server", "start", "--host", HOST, "--port", str(port)]
    with log.open("w", encoding="utf-8") as out:
        # A session of its own: Ctrl-C must reach the runs first and the server last.
        return subprocess.Popen(  # noqa: S603 - our own command, no shell
            command,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=out,
            env=_environment(home, port),
            start_new_session=True,
        )


def _environment(home: Path, port: int) -> dict[str, str]:
    """Return the environment of a server that serves its own web pages alone."""
    address = f"http://{HOST}:{port}"
    own = {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_CORS_ALLOWED_ORIGINS": address,
        "PREFECT_SERVER_UI_API_URL": f"{address}/api",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home / "ui"),
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(KEPT_SECONDS),
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "WARNING",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    }
    inherited = {
        name: value for name, value in os.environ.items() if name not in OVERRIDING
    }
    return {**inherited, **SETTINGS, **NO_TELEMETRY, **own}


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
    time.sleep(STOP_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)
