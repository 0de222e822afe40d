"""The addresses of the studio, and their answers.

Tabs listen to events (SSE), which needs no library. Hidden tabs stop, because a browser allows six.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from conceptnote.build.formats import FORMATS, paper_formats
from conceptnote.datapath import format_path, parse_path
from conceptnote.diagnostics import DiagnosticError
from conceptnote.edit.history import Done
from conceptnote.studio.answers import answers
from conceptnote.studio.facts import problem_as_json
from conceptnote.studio.forms import chosen_at, form_at, menu
from conceptnote.studio.guard import largest
from conceptnote.studio.picturefiles import MOST
from conceptnote.studio.pictures import page_picture
from conceptnote.studio.rows import person_at, row_at
from conceptnote.studio.saving import Conflict, Saving, Unknown
from conceptnote.studio.session import Session
from conceptnote.studio.takeaway import build_all, take_all, take_paper
from conceptnote.studio.view import Paper, View
from conceptnote.studio.words import phrase, words

_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
_QUIET = 15
"""The seconds after which an open page hears that the studio is still there."""
_LEAST_DOTS, _MOST_DOTS = 0.5, 24


def application(session: Session, stop: Callable[[], None]) -> Starlette:
    """The studio of a session; `stop` ends the server."""
    server = _Server(session, stop)
    return Starlette(
        routes=[
            Route("/", server.page),
            # Browsers ask for it before they have read which picture the page names.
            Route("/favicon.ico", _nothing),
            Route("/static/{name:path}", _static),
            Route("/fonts/{name}", server.font),
            Route("/pages/{paper}/{page:int}", server.picture),
            Route("/api/words", server.words),
            Route("/api/events", server.events),
            Route("/api/boxes/{paper}", server.boxes),
            Route("/api/target", server.target),
            Route("/api/form", server.form),
            Route("/api/row", server.row),
            Route("/api/person", server.person),
            Route("/api/take", server.take, methods=["POST"]),
            Route("/api/{action}", server.act, methods=["POST"]),
        ]
    )


class _Server:
    def __init__(self, session: Session, stop: Callable[[], None]) -> None:
        self._session, self._stop, self._answers = session, stop, answers(session)

    async def page(self, request: Request) -> Response:
        text = (files("conceptnote.studio") / "static" / "index.html").read_text(encoding="utf-8")
        return HTMLResponse(text.replace("{nonce}", request.scope["nonce"]))

    async def words(self, request: Request) -> Response:
        return JSONResponse({**words(), "menu": menu(), "largest": MOST})

    async def font(self, request: Request) -> Response:
        from conceptnote.theme.theme import load_theme

        theme, name = load_theme(), request.path_params["name"]
        known = {one for family in theme.fonts.values() for one in family.files.model_dump().values()}
        if name not in known:
            return PlainTextResponse("", 404)
        return _lasting((theme.fonts_folder / name).read_bytes(), "font/ttf")

    def _paper(self, request: Request) -> Paper | None:
        return self._session.paper(request.path_params.get("paper") or request.query_params.get("paper", ""))

    async def picture(self, request: Request) -> Response:
        paper = self._paper(request)
        if paper is None:
            return PlainTextResponse("", 404)
        try:
            dots = min(max(float(request.query_params.get("dots", "4")), _LEAST_DOTS), _MOST_DOTS)
            page = await run_in_threadpool(paper.pages.wait, request.path_params["page"])
            data = await run_in_threadpool(page_picture, page, dots)
        except (ValueError, LookupError):
            return PlainTextResponse("", 404)
        return _lasting(data, "image/png")

    async def boxes(self, request: Request) -> Response:
        paper = self._paper(request)
        if paper is None:
            return PlainTextResponse("", 404)
        return JSONResponse(
            [
                {
                    "page": box.page, "place": box.place, "text": box.text, "made_by": box.made_by,
                    "path": None if box.path is None else format_path(box.path), "row": format_path(box.row),
                }
                for box in paper.boxes
            ]
        )  # fmt: skip

    async def target(self, request: Request) -> Response:
        return await self._found(request, lambda paper, path: chosen_at(paper, parse_path(path)), "path")

    async def form(self, request: Request) -> Response:
        name, new = request.query_params.get("name", ""), "new" in request.query_params
        return await self._found(
            request, lambda paper, path: form_at(paper, name, parse_path(path) if path else (), new=new), "path"
        )

    async def row(self, request: Request) -> Response:
        in_file = "file" in request.query_params

        def found(paper: Paper, path: str) -> dict[str, Any]:
            here = parse_path(path)
            return row_at(paper, here if in_file else paper.source.source_map.in_file(here))

        return await self._found(request, found, "path")

    async def person(self, request: Request) -> Response:
        return await self._found(request, person_at, "id")

    async def _found(self, request: Request, find: Callable[[Paper, str], dict[str, Any]], key: str) -> Response:
        """What is known of a word on a paper, with the revision of the paper."""
        paper = self._paper(request)
        if paper is None:
            return PlainTextResponse("", 404)
        try:
            found = await run_in_threadpool(find, paper, request.query_params.get(key, ""))
        except ValueError:
            return PlainTextResponse("", 404)
        return JSONResponse({**found, "revision": paper.revision.name})

    async def events(self, request: Request) -> Response:
        asked = request.query_params
        more = tuple(name for name in asked.get("more", "").split(",") if name)
        view = View(asked.get("language", ""), asked.get("audience", ""), more)
        return StreamingResponse(self._states(view, asked.get("paper", "")), media_type="text/event-stream")

    async def _states(self, view: View, first: str) -> AsyncIterator[str]:
        changed, loop = asyncio.Event(), asyncio.get_running_loop()
        changed.set()

        def tell() -> None:
            with contextlib.suppress(RuntimeError):  # The server has ended meanwhile.
                loop.call_soon_threadsafe(changed.set)

        viewer = self._session.open(view, first, tell)
        try:
            while not self._session.stopped.is_set():
                try:
                    await asyncio.wait_for(changed.wait(), _QUIET)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                changed.clear()
                state = await run_in_threadpool(self._session.state, view)
                yield f"data: {json.dumps(state)}\n\n"
            yield "event: stopped\ndata: {}\n\n"
        finally:
            self._session.close(viewer)

    async def take(self, request: Request) -> Response:
        """Finished files: a paper, all papers as an archive, or all of them into the output folder."""
        event, do = self._session.event_file, self._session.do
        try:
            asked = await _json(request)
            what, audience = asked["what"], str(asked.get("audience", ""))
            if what == "zip":
                data = await run_in_threadpool(do, lambda pool: take_all(event, pool, audience))
                return Response(data, media_type="application/zip", headers=_named(f"{event.stem}.zip"))
            if what == "folder":
                built = await run_in_threadpool(do, lambda pool: build_all(event, pool))
                return JSONResponse({"files": [str(output.path) for output in built.outputs]})
            form, document, language = str(what), str(asked["document"]), str(asked.get("language", ""))
            if form not in paper_formats():
                return PlainTextResponse("", 400)
            name, data = await run_in_threadpool(
                do, lambda pool: take_paper(event, pool, document, form, language, audience)
            )
        except (AttributeError, LookupError, TypeError, ValueError):
            return PlainTextResponse("", 400)
        except DiagnosticError as error:
            return JSONResponse({"problems": [problem_as_json(one) for one in error.diagnostics]}, 422)
        return Response(data, media_type=FORMATS[form].media_type, headers=_named(name))

    async def act(self, request: Request) -> Response:
        """A change, or another request of a page."""
        try:
            asked = await _json(request)
            name = request.path_params["action"]
            if name == "stop":
                self._stop()
                return JSONResponse({"done": phrase("stopped")})
            if answer := self._answers.get(name):
                return JSONResponse(await run_in_threadpool(answer, asked))
            first, page = str(asked.get("paper", "")), int(asked.get("page", 1))
            done, now = await run_in_threadpool(
                self._session.write, lambda saving: _done(saving, name, asked), first, page
            )
        except (Unknown, AttributeError, LookupError, TypeError, ValueError):
            return PlainTextResponse("", 400)
        except Conflict as conflict:
            # What is chosen of the two is an edit of the file as it is now, which may not be printed yet.
            revision = await run_in_threadpool(self._session.saving.now)
            both = {
                "problem": problem_as_json(conflict.problem), "now": conflict.now, "yours": conflict.yours,
                "revision": revision,
            }  # fmt: skip
            return JSONResponse(both, 409)
        except DiagnosticError as error:
            return JSONResponse({"problems": [problem_as_json(one) for one in error.diagnostics]}, 422)
        files = [one.shown for one in done.files]
        return JSONResponse({"done": done.title, "merged": done.merged, "files": files, "revision": now})


def _named(name: str) -> dict[str, str]:
    """The header that names a download (RFC 6266)."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}


def _done(saving: Saving, name: str, asked: dict[str, Any]) -> Done:
    match name:
        case "edit":
            values = {str(path): str(value) for path, value in asked["values"].items()}
            return saving.set(str(asked["revision"]), values)
        case "command":
            given = [str(word) for word in asked.get("words", ())]
            return saving.command(str(asked["revision"]), str(asked["command"]), given, asked.get("options", {}))
        case "change":
            title, values, pictures = str(asked["title"]), dict(asked["values"]), dict(asked.get("pictures", {}))
            new, at = asked.get("new"), asked.get("at")
            return saving.change(str(asked["revision"]), title, values, new=new, at=at, pictures=pictures)
        case "move":
            return saving.move(str(asked["revision"]), str(asked["title"]), str(asked["path"]), int(asked["to"]))
        case "join":
            words = (str(asked.get(key, "")) for key in ("slots", "person", "new"))
            return saving.join(str(asked["revision"]), *words)
        case "undo":
            return saving.undo()
        case "redo":
            return saving.redo()
        case _:
            raise Unknown(name)


async def _json(request: Request) -> dict[str, Any]:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > largest(request.url.path):
            raise ValueError("too large")
    asked = json.loads(body or b"{}")
    if not isinstance(asked, dict):
        raise ValueError("no object")
    return asked


async def _nothing(request: Request) -> Response:
    return Response(status_code=204)


async def _static(request: Request) -> Response:
    parts = request.path_params["name"].split("/")
    folder = files("conceptnote.studio") / "static"
    kind = _TYPES.get("." + parts[-1].rpartition(".")[2])
    if kind is None or len(parts) > 2 or any(not part or part.startswith(".") or "\\" in part for part in parts):
        return PlainTextResponse("", 404)
    found = folder.joinpath(*parts)
    return Response(found.read_bytes(), media_type=kind) if found.is_file() else PlainTextResponse("", 404)


def _lasting(data: bytes, kind: str) -> Response:
    return Response(data, media_type=kind, headers={"Cache-Control": "private, max-age=31536000, immutable"})
