"""The file that holds a baseline: sorted, a kind of violation a line, for `git diff` to show."""

import json
import os
from collections import Counter, defaultdict

from pydantic import BaseModel, ConfigDict, ValidationError

from digestlint import writer
from digestlint.baseline import Kind, Known
from digestlint.files import failed, read
from digestlint.judge import AdoptionError

_VERSION = 1


class BaselineError(AdoptionError):
    """A baseline that cannot be used or written; the text names the file and the way out."""


class _Line(BaseModel):
    """The violations of a kind; where several have one place, it stands there several times."""

    model_config = ConfigDict(extra="forbid", strict=True)

    rule: str
    entry: str
    content: str
    places: list[str]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    version: int
    violations: list[_Line]


def load(path: str) -> Known:
    """Read a baseline; raises BaselineError."""
    try:
        data = json.loads(read(path))
        version = data.get("version") if isinstance(data, dict) else None
        if isinstance(version, int) and version > _VERSION:
            raise BaselineError(f"{path}: written by a newer digestlint; update this one")
        lines = _File.model_validate(data).violations
    except OSError as error:
        raise BaselineError(f"{path}: {failed(path, error).reason}") from error
    except (ValueError, RecursionError) as error:
        way_out = "restore it, or remove it and run `digestlint baseline`"
        raise BaselineError(f"{path}: {_mistake(error)}; {way_out}") from error
    known: defaultdict[Kind, Counter[str]] = defaultdict(Counter)
    for line in lines:
        known[Kind(line.rule, line.entry, line.content)].update(line.places)
    return dict(known)


def _mistake(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON from line {error.lineno} on"
    if isinstance(error, ValidationError) and (place := error.errors()[0]["loc"]):
        return f"{'.'.join(map(str, place))}: not what a baseline holds"
    return "no baseline"


def save(path: str, known: Known) -> None:
    """Write a baseline; raises BaselineError."""
    lines = [
        json.dumps({**kind._asdict(), "places": sorted(places.elements())})
        for kind, places in sorted(known.items())
    ]
    listed = ",\n".join(lines)
    new = f'{{"version": {_VERSION}, "violations": [\n{listed}\n]}}\n'.encode()
    try:
        if os.path.lexists(path):
            writer.write(path, read(path), new)
        else:
            with open(path, "xb") as file:
                file.write(new)
    except OSError as error:
        raise BaselineError(f"{path}: {failed(path, error).reason}") from error
