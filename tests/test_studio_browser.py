"""The studio in browsers, in each of its states: axe finds nothing, the focus returns, and no page flickers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from studio import running

ROOT = Path(__file__).parents[1]
FIREFOX = os.environ.get("FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("event", "browser"),
    [
        ("data/event.yaml", "chromium"),
        ("tests/events/mali-in-arabic.yaml", "chromium"),
        pytest.param("data/event.yaml", "firefox", marks=pytest.mark.skipif(not FIREFOX, reason="there is no Firefox")),
    ],
)
def test_in_each_state_it_can_be_used_by_everybody(event: str, browser: str, tmp_path: Path) -> None:
    """Also: what is saved is said once, a text in composition is not cut off, and all that prints a value lights up."""
    file = tmp_path / event
    shutil.copytree((ROOT / event).parent, file.parent)
    with running(file) as studio:
        done = subprocess.run(
            ["node", ROOT / "tests" / "states.mjs", studio.address, file, browser],
            capture_output=True,
            text=True,
            check=False,
            timeout=400,
            env={**os.environ, "FIREFOX": FIREFOX or ""},
        )
        assert done.returncode == 0, done.stderr
        assert studio.process.wait(30) == 0
    seen = json.loads(done.stdout)
    assert (seen["errors"], seen["violations"]) == ([], [])
    assert (seen["missing"], seen["moved"]) == (0, 0)
    assert len(seen["said"]) == 1
    assert all(seen["lit"])
    assert seen["direction"] == "rtl"
    if browser == "chromium":
        assert seen["composing"]
        assert seen["below"]
        assert seen["wide"]
