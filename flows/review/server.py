"""The server of a review: for this machine alone, and for who knows the token.

It listens on the loopback address, on a port that the system chooses. The address that is printed
has a token, which is changed for a cookie at once. Requests with another Host, or decisions with
another Origin, are refused, so that no other page in the browser can ask or decide anything.
"""

from __future__ import annotations

import secrets
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import cast
from urllib.parse import parse_qs, urlsplit

from flows.review import actions
from flows.review.actions import SEE_OTHER, Reply
from flows.review.session import Session
from flows.snapshots import DatasetError

LOOPBACK = "127.0.0.1"
TOKEN_BYTES = 32  # as long as a key
MAX_FORM = 100_000  # bytes of a form: a title has some hundreds
FORBIDDEN, UNAVAILABLE = 403, 503  # states of HTTP
SECONDS = 30  # a connection that sends nothing for so long is closed
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
)
REFUSED = Reply(
    "Not allowed. Open the address that unspun review printed.",
    state=FORBIDDEN,
    kind="text/plain; charset=utf-8",
)


class ReviewServer(ThreadingHTTPServer):
    """Serves one review; decisions are made one at a time."""

    daemon_threads = True

    def __init__(self, session: Session) -> None:
        super().__init__((LOOPBACK, 0), Handler)
        self.session = session
        self.deciding = Lock()
        self.token = secrets.token_urlsafe(TOKEN_BYTES)
        self.cookie = secrets.token_urlsafe(TOKEN_BYTES)

    @property
    def origin(self) -> str:
        """The address without a path."""
        return f"http://{LOOPBACK}:{self.server_port}"

    @property
    def address(self) -> str:
        """The address to open, with the token."""
        return f"{self.origin}/?token={self.token}"

    @property
    def cookie_name(self) -> str:
        """The name of the cookie: browsers share cookies between ports."""
        return f"unspun-review-{self.server_port}"

    def stop(self) -> None:
        """Stop serving, from a request."""
        Thread(target=self.shutdown, daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    timeout = SECONDS

    def do_GET(self) -> None:
        """Show a page, or take the token for a cookie."""
        parts = urlsplit(self.path)
        token = parse_qs(parts.query).get("token", [""])[0]
        if not self._has_own_host():
            self._send(REFUSED)
        elif parts.path == "/" and _is_same(token, self._server.token):
            self._send(Reply(location="/", state=SEE_OTHER), with_cookie=True)
        elif self._has_cookie():
            self._send(self._reply(parts.path, None))
        else:
            self._send(REFUSED)

    def do_POST(self) -> None:
        """Do what a button says."""
        is_ours = self.headers.get("Origin") == self._server.origin
        if not (is_ours and self._has_own_host() and self._has_cookie()):
            self._send(REFUSED)
            return
        form = self._form()
        if form is None:
            self._send(REFUSED)
            return
        reply = self._reply(urlsplit(self.path).path, form)
        self._send(reply)
        if reply.is_last:
            self._server.stop()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Log nothing: the terminal is for the address."""

    @property
    def _server(self) -> ReviewServer:
        return cast("ReviewServer", self.server)

    def _reply(self, path: str, form: actions.Form | None) -> Reply:
        """Answer a request that is allowed."""
        with self._server.deciding:
            try:
                if form is None:
                    return actions.show(self._server.session, path)
                return actions.do(self._server.session, path, form)
            except (DatasetError, OSError) as error:
                kind = "text/plain; charset=utf-8"
                return Reply(str(error), state=UNAVAILABLE, kind=kind)

    def _has_own_host(self) -> bool:
        """Return whether the browser asked for this server by its own address."""
        hosts = self.headers.get_all("Host") or []
        return [f"http://{host}" for host in hosts] == [self._server.origin]

    def _has_cookie(self) -> bool:
        try:
            cookies = SimpleCookie(self.headers.get("Cookie", ""))
        except CookieError:
            return False
        sent = cookies.get(self._server.cookie_name)
        return sent is not None and _is_same(sent.value, self._server.cookie)

    def _form(self) -> dict[str, str] | None:
        """Read the fields of a form, the last of each name; None where it is none."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > MAX_FORM:
            return None
        body = self.rfile.read(int(length))
        fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[-1] for name, values in fields.items()}

    def _send(self, reply: Reply, *, with_cookie: bool = False) -> None:
        body = reply.body.encode("utf-8", "replace")
        self.send_response(reply.state)
        for name, value in HEADERS:
            self.send_header(name, value)
        if with_cookie:
            server = self._server
            cookie = f"{server.cookie_name}={server.cookie}"
            self.send_header(
                "Set-Cookie", f"{cookie}; Path=/; HttpOnly; SameSite=Strict"
            )
        if reply.location:
            self.send_header("Location", reply.location)
        self.send_header("Content-Type", reply.kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _is_same(given: str, known: str) -> bool:
    return compare_digest(given.encode(), known.encode())
