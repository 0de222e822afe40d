"""Writes what is generated from the code: `python -m reference.generate [REPOSITORY]`, run by `make generate`."""

from __future__ import annotations

import sys
from pathlib import Path

from conceptnote.schema.jsonschema import event_json_schema_text
from reference.checks import checks_reference
from reference.event_file import event_reference
from reference.funders import funders_reference


def generated() -> dict[Path, str]:
    """The generated files, by their place in the repository."""
    return {
        Path("data/event.schema.json"): event_json_schema_text(),
        Path("docs/event-file.md"): event_reference(),
        Path("docs/funders.md"): funders_reference(),
        Path("docs/checks.md"): checks_reference(),
    }


def main(arguments: list[str]) -> None:
    """Write the files into the repository that is named, or into the working folder."""
    repository = Path(arguments[0]) if arguments else Path()
    if not (repository / "pyproject.toml").is_file():
        sys.exit(f"{repository.resolve()} is not the repository; name it")
    for path, text in generated().items():
        target = repository / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
        print(target)


if __name__ == "__main__":
    main(sys.argv[1:])
