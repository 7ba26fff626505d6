"""Measure digestlint beside its peers, on the same files and in the same run.

`python benchmarks/peers.py [--rounds N]` installs digestlint, rumdl, pymarkdown, markdownlint-cli2
and autocorrect-node into a temporary folder, runs them in turn, and prints a table: medians of the
wall time, the CPU time and the peak memory, and the ratio of the wall time to digestlint's. Peak
memory is that of the largest process.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import corpora

ROOT = Path(__file__).resolve().parent.parent
LAUNCH = ROOT / "benchmarks" / "launch.py"
PYTHON_PEERS = ("rumdl", "pymarkdownlnt")
NODE_PEERS = ("markdownlint-cli2", "autocorrect-node")
# Violations are no failure; what is above could not judge.
_JUDGED = (0, 1)
# What takes longer in the first round of a job runs no further one.
_PATIENCE = 10.0


class Cost(NamedTuple):
    """What a command took: seconds, seconds of the processors, and bytes."""

    wall: float
    cpu: float
    memory: float


class Command(NamedTuple):
    """A command, the folder that it runs in, and what is done before each time."""

    folder: Path
    arguments: Sequence[str | Path]
    before: Callable[[], object] = lambda: None


Job = Mapping[str, Command]


def measure(command: Command) -> Cost:
    """Run a command and return what it took."""
    command.before()
    with tempfile.NamedTemporaryFile() as output:
        launch = [sys.executable, "-I", "-S", LAUNCH, output.name, *command.arguments]
        done = subprocess.run(
            list(map(str, launch)),
            cwd=command.folder,
            check=True,
            stdout=subprocess.PIPE,
            encoding="ascii",
        )
        status, *figures = done.stdout.split()
        if int(status) not in _JUDGED:
            told = output.read()[-2000:].decode(errors="replace")
            raise SystemExit(f"{command}: {told}")
    return Cost(*map(float, figures))


def measured(job: Job, rounds: int) -> dict[str, Cost]:
    """Return the medians of some commands, which are run in turn, after a round that counts not.

    Of what is too slow for several rounds, that first one counts.
    """
    costs = {name: [measure(command)] for name, command in job.items()}
    for name in [name for name, first in costs.items() if first[0].wall < _PATIENCE]:
        costs[name].clear()
    for _ in range(rounds):
        for name, command in job.items():
            if not costs[name] or costs[name][0].wall < _PATIENCE:
                costs[name].append(measure(command))
    return {name: Cost(*map(median, zip(*each, strict=True))) for name, each in costs.items()}


def table(title: str, costs: Mapping[str, Cost]) -> list[str]:
    """Return the lines of a job; the first command is what the others are measured by."""
    own = next(iter(costs.values()))
    lines = [f"\n### {title}", "", "| command | wall s | CPU s | MB | wall, ratio |"]
    lines.append("|---|--:|--:|--:|--:|")
    for name, cost in costs.items():
        figures = f"{cost.wall:.3f} | {cost.cpu:.3f} | {cost.memory / 1e6:.0f}"
        lines.append(f"| {name} | {figures} | {cost.wall / own.wall:.2f} |")
    return lines


class Tools:
    """The linters, installed into a folder."""

    def __init__(self, folder: Path) -> None:
        """Install them; needs the package registries of Python and npm."""
        venv.create(folder / "venv", with_pip=True)
        self.binaries = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
        self.python = self.binaries / "python"
        self._run(self.python, "-m", "pip", "install", "--quiet", ROOT, *PYTHON_PEERS)
        self._run("npm", "install", "--silent", "--prefix", folder, *NODE_PEERS)
        self.node = folder / "node_modules" / ".bin"

    def versions(self) -> list[str]:
        """Return a line for each tool with its version."""
        frozen = self._run(self.python, "-m", "pip", "list", "--format=freeze").split()
        listed = dict(line.split("==") for line in frozen)
        lines = [f"{name} {listed[name]}" for name in ("digestlint", "pydantic", *PYTHON_PEERS)]
        for name in NODE_PEERS:
            manifest = self.node.parent / name / "package.json"
            version = self._run("node", "-p", f"require('{manifest}').version").strip()
            lines.append(f"{name} {version}")
        return lines

    def own(self, folder: Path, *arguments: str) -> Command:
        """Return the command of digestlint in a folder."""
        program = self.binaries / "digestlint"
        return Command(folder, [program, "check", "--output-format", "concise", *arguments])

    def all(self, folder: Path, path: str, *, slow: bool = True) -> Job:
        """Return the commands that check a path in a folder, without caches."""
        job = {
            "digestlint": self.own(folder, "--no-cache", path),
            "rumdl": Command(folder, [self.binaries / "rumdl", "check", "--no-cache", path]),
            "markdownlint-cli2": Command(folder, [self.node / "markdownlint-cli2", path]),
            "autocorrect": Command(folder, [self.node / "autocorrect", "--lint", path]),
        }
        if slow:
            job["pymarkdown"] = Command(folder, [self.binaries / "pymarkdown", "scan", path])
        return job

    @staticmethod
    def _run(*command: object) -> str:
        done = subprocess.run(
            list(map(str, command)), check=True, stdout=subprocess.PIPE, encoding="utf-8"
        )
        return done.stdout


def jobs(tools: Tools, folder: Path) -> dict[str, Job]:
    """Return what is measured, by its title."""
    seed = corpora.clean_seed(folder / "seed")
    seeds = corpora.copied(corpora.SEEDS, folder / "seeds")
    corpus = corpora.copied(corpora.CORPUS, folder / "corpus")
    tenfold = corpora.copied(corpora.CORPUS, folder / "tenfold", 10)
    changed = max(tenfold.iterdir())
    text = changed.read_bytes()
    alone = folder / "alone"
    alone.mkdir()
    shutil.copy(changed, alone)

    def change() -> None:
        """Leave a file as no run has seen it before, which might know what it came to."""
        for path in (changed, alone / changed.name):
            path.write_bytes(b"%b\n%d\n" % (text, time.time_ns()))

    nothing = Command(folder, [tools.python, "-c", "pass"])
    rumdl = tools.all(corpus, ".")["rumdl"]
    return {
        "Start-up: one clean seed": {
            **tools.all(seed.parent, seed.name),
            "python -c pass": nothing,
        },
        "The seeds": tools.all(seeds, "."),
        "The corpus": tools.all(corpus, "."),
        "The corpus, unchanged, with cache": {
            "digestlint": tools.own(corpus, "."),
            "rumdl without cache": rumdl,
        },
        "The corpus ten times over": {
            **tools.all(tenfold, ".", slow=False),
            "digestlint, the corpus once": tools.own(corpus, "--no-cache", "."),
        },
        "One changed file of 1,370": {
            "that file alone": tools.own(alone, changed.name)._replace(before=change),
            "in its project": tools.own(tenfold, changed.name)._replace(before=change),
        },
    }


def main() -> None:
    """Print the versions and the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        tools = Tools(Path(name))
        print(", ".join(tools.versions()))
        print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {rounds} rounds")
        for title, job in jobs(tools, Path(name)).items():
            print(*table(title, measured(job, rounds)), sep="\n", flush=True)


if __name__ == "__main__":
    main()
