#!/usr/bin/env python3
"""What `gh api` does of GitHub's REST API for releases, with a JSON file for the server: GH_STATE names it.

GH_FAIL is a number: with that request it ends, as a network that is gone. GH_LOST and GH_KILL are, too: that request
is done, and then its answer is lost, or whoever made it is killed.
"""

import json
import os
import re
import signal
import sys
from pathlib import Path

STATE = Path(os.environ["GH_STATE"])


def answer(state, method, path, data):
    releases = state["releases"]
    if method == "GET" and path.startswith("repos/{owner}/{repo}/releases?"):
        return releases
    if method == "POST" and path == "repos/{owner}/{repo}/releases":
        state["last"] += 1
        upload = f"https://uploads.github.example/releases/{state['last']}/assets{{?name,label}}"
        release = {"id": state["last"], "upload_url": upload, "assets": {}, **json.loads(data)}
        releases.append(release)
        return release
    found = re.search(r"releases/(\d+)(/assets\?name=(.+))?$", path)
    release = next((one for one in releases if found and one["id"] == int(found[1])), None)
    if release is None:
        raise ValueError("HTTP 404: Not Found")
    if method == "POST":
        if found[3] in release["assets"]:
            raise ValueError("already_exists")
        release["assets"][found[3]] = data.decode("latin-1")
        return {}
    if method == "DELETE":
        state["harm"] = state.get("harm", 0) + (not release["draft"])
        releases.remove(release)
        return None
    fields = json.loads(data)
    public = [one["tag_name"] for one in releases if not one["draft"] and one is not release]
    if fields.get("draft") is False and release["tag_name"] in public:
        raise ValueError("HTTP 422: Validation Failed: tag_name already_exists")
    release.update(fields)
    return release


def main(words):
    assert words.pop(0) == "api", words
    method, path, data = "GET", "", None
    while words:
        word = words.pop(0)
        if word == "--method":
            method = words.pop(0)
        elif word == "-H":
            words.pop(0)
        elif word == "--input":
            source = words.pop(0)
            data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        else:
            path = word
    state = json.loads(STATE.read_text()) if STATE.exists() else {"releases": [], "last": 0, "requests": []}
    state["requests"].append(f"{method} {path.split('?')[0] if 'assets' not in path else 'asset'}")
    number = len(state["requests"])
    try:
        if number == int(os.environ.get("GH_FAIL", 0)):
            raise ValueError("error connecting to api.github.com")
        said = answer(state, method, path, data)
    except ValueError as error:
        print(f"gh: {error}", file=sys.stderr)
        return 1
    finally:
        STATE.write_text(json.dumps(state))
    if number == int(os.environ.get("GH_KILL", 0)):
        os.kill(os.getppid(), signal.SIGKILL)
    if number == int(os.environ.get("GH_LOST", 0)):
        print("gh: unexpected EOF", file=sys.stderr)
        return 1
    print("" if said is None else json.dumps(said))
    return 0


sys.exit(main(sys.argv[1:]))
