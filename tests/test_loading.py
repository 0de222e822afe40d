"""WeasyPrint is loaded without what printing does not need."""

from __future__ import annotations

import json
import subprocess
import sys

LOADED = """
import json, sys
started = []
sys.addaudithook(lambda event, arguments: started.append(str(arguments[0])) if event == "subprocess.Popen" else None)
from conceptnote.write.loading import load_weasyprint
load_weasyprint()
before = sorted(sys.modules)
from weasyprint.pdf import fonts
from weasyprint.text.ffi import harfbuzz_subset
found = {
    "started": started,
    "modules": before,
    "subsets": harfbuzz_subset is not None,
    "options": fonts.subset.Options.__module__,
}
try:
    fonts.instantiateVariableFont(None, {})
except Exception as error:
    found["fails"] = error.__traceback__.tb_next.tb_next.tb_frame.f_globals["__name__"]
from fontTools.varLib import instancer
found["real"] = instancer.instantiateVariableFont.__module__
print(json.dumps(found))
"""


def test_loading_weasyprint_starts_no_program_and_loads_no_code_that_only_other_machines_need() -> None:
    told = subprocess.run([sys.executable, "-c", LOADED], check=True, capture_output=True, text=True).stdout
    found = json.loads(told)
    if sys.platform == "linux":
        assert found["started"] == []
    assert found["subsets"]
    assert not {"fontTools.subset", "fontTools.varLib", "fontTools.varLib.instancer"} & set(found["modules"])
    # Where WeasyPrint asks for it after all, it gets the real code.
    assert found["options"] == "fontTools.subset"
    assert found["fails"] == "fontTools.varLib.instancer"
    assert found["real"] == "fontTools.varLib.instancer"
