"""Who may talk to the studio: a browser of this machine that has the secret of the printed address, from our own page.

The server listens on the loopback interface alone. Beyond that the name that was asked for must be one of ours (against
DNS rebinding), requests must come from our own pages, and changes are POSTs of JSON, which no form can send.
"""

from __future__ import annotations

import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conceptnote.studio.words import phrase

_LARGEST, _LARGEST_WITH_FILE = 4 * 1024 * 1024, 33 * 1024 * 1024
_WITH_FILES = ("/api/begin-from", "/api/returned", "/api/change")
"""The most bytes of a request with a file, in Base64, which makes four bytes of three."""


def largest(path: str) -> int:
    """The most bytes of another request."""
    return _LARGEST_WITH_FILE if path in _WITH_FILES else _LARGEST


class Guard:
    """Passes requests of the studio's own page; all others are answered with 403."""

    def __init__(self, app: ASGIApp, port: int, secret: str, names: tuple[str, ...] = ()) -> None:
        self._app, self._secret, self._cookie = app, secret, f"conceptnote-{port}"
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")} | set(names)
        self._origins = {f"{scheme}://{host}" for host in self._hosts for scheme in ("http", "https")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        nonce = secrets.token_urlsafe(16)
        scope["nonce"] = nonce

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _protect(MutableHeaders(scope=message), nonce)
            await send(message)

        answer = self._refusal(scope) or self._traded(scope)
        await (answer or self._app)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        ours = headers.get("host") in self._hosts and (origin is None or origin in self._origins)
        # A link from elsewhere, such as the one in a terminal or a mail, may open the page, and nothing else.
        opens = (
            scope["path"] == "/" and scope["method"] == "GET" and headers.get("sec-fetch-mode") in (None, "navigate")
        )
        near = headers.get("sec-fetch-site") in (None, "same-origin", "none")
        posts = scope["method"] != "POST" or (
            origin is not None and _is_json(headers) and _is_small(headers, scope["path"])
        )
        known = scope["method"] in ("GET", "HEAD", "POST")
        if ours and known and posts and (near or opens):
            return None
        return PlainTextResponse(phrase("forbidden"), 403)

    def _traded(self, scope: Scope) -> Response | None:
        """The cookie for the secret of the address; a refusal without one of the two."""
        key = parse_qs(scope["query_string"].decode("latin-1")).get("key", [""])[0]
        if scope["path"] == "/" and hmac.compare_digest(key.encode(), self._secret.encode()):
            # Not a redirect: that would still be the request of whoever has the link, and without the strict cookie.
            answer = HTMLResponse('<!doctype html><meta http-equiv="refresh" content="0; url=/"><title>…</title>')
            answer.set_cookie(self._cookie, self._secret, httponly=True, samesite="strict", path="/")
            return answer
        if self._has_cookie(Headers(scope=scope)):
            return None
        return PlainTextResponse(phrase("no_key"), 403)

    def _has_cookie(self, headers: Headers) -> bool:
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return False
        return cookie is not None and hmac.compare_digest(cookie.value.encode(), self._secret.encode())


def _is_json(headers: Headers) -> bool:
    return headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"


def _is_small(headers: Headers, path: str) -> bool:
    length = headers.get("content-length", "")
    return length.isdecimal() and int(length) <= largest(path)


def _protect(headers: MutableHeaders, nonce: str) -> None:
    headers["Content-Security-Policy"] = (
        f"default-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' blob:; object-src 'none'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers.setdefault("Cache-Control", "no-store")
