"""Count what rumdl and markdownlint-cli2 find in digests before and after `digestlint fix`.

`python benchmarks/other_linters.py [FOLDER ...]`: by default the digests of ../shared. They are
fixed in a temporary folder, where the other linters are installed too if they are not on PATH.
Only layout is compared: the rules about spaces, tabs, blank lines and the marks of headings.
Exit status 1: something is left that has no reason to be.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
RULES = {
    "MD009": "trailing spaces",
    "MD010": "hard tabs",
    "MD012": "several blank lines",
    "MD018": "no space after the marks of a heading",
    "MD019": "several spaces after the marks of a heading",
    "MD020": "no space inside a closed heading",
    "MD021": "several spaces inside a closed heading",
    "MD023": "indented heading",
    "MD047": "no newline at the end of the file",
}
_MANGLED = re.compile(rb"\t(?=[a-z])")
_MANGLED_REASON = (
    "are left of LaTeX commands (`\\textbf`, `\\to`) that lost their backslash: a person must write"
    " the command again, and a space in the tab's place would hide that"
)
_CODE = re.compile(r"\bMD[0-9]{3}\b")
_VERSION = re.compile(r"v?([0-9]+(?:\.[0-9]+)+)")
# Not a failure of theirs or ours: violations are left.
_JUDGED = (0, 1)

Linter = Callable[[Path], Counter[str]]


def run(command: Sequence[str | Path], folder: Path) -> str:
    """Run a program in a folder and return what it prints; raise where it could not judge."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        check=False,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode not in _JUDGED:
        raise subprocess.CalledProcessError(done.returncode, done.args, done.stdout)
    return done.stdout


def count(report: str) -> Counter[str]:
    """Count a report's lines by the first rule that each names."""
    codes = (_CODE.search(line) for line in report.splitlines())
    return Counter(code[0] for code in codes if code)


def installed(name: str, install: Callable[[], Path]) -> tuple[Path, str]:
    """Return a program and its version; install it where it is not on PATH."""
    found = shutil.which(name)
    program = Path(found) if found else install()
    version = _VERSION.search(run([program, "--version"], program.parent))
    return program, version[1] if version else "of unknown version"


def rumdl(tools: Path) -> tuple[str, Linter]:
    """Return rumdl's name with version, and how it counts."""

    def install() -> Path:
        venv.create(tools / "rumdl", with_pip=True)
        binaries = tools / "rumdl" / ("Scripts" if sys.platform == "win32" else "bin")
        run([binaries / "python", "-m", "pip", "install", "--quiet", "rumdl"], tools)
        return binaries / "rumdl"

    program, version = installed("rumdl", install)
    options = ("--no-config", "--no-cache", "--no-exclude", "--output-format", "concise")
    command: list[str | Path] = [program, "check", *options, "--enable", ",".join(RULES), "."]
    return f"rumdl {version}", lambda folder: count(run(command, folder))


def markdownlint(tools: Path) -> tuple[str, Linter]:
    """Return the name of markdownlint-cli2 with its version, and how it counts."""

    def install() -> Path:
        run(["npm", "install", "--silent", "--prefix", tools, "markdownlint-cli2"], tools)
        return tools / "node_modules" / ".bin" / "markdownlint-cli2"

    program, version = installed("markdownlint-cli2", install)
    config = tools / ".markdownlint-cli2.jsonc"
    rules = {"default": False, **dict.fromkeys(RULES, True)}
    config.write_text(json.dumps({"config": rules}), encoding="utf-8")
    command: list[str | Path] = [program, "--config", config, "--no-globs", "**/*.md"]
    return f"markdownlint-cli2 {version}", lambda folder: count(run(command, folder))


def copies(sources: Sequence[Path], folder: Path) -> int:
    """Copy the digests of several folders into one, as `.md`; return how many they are."""
    digests = [
        path
        for source in sources
        for pattern in ("*.md", "*.txt")
        for path in sorted(source.rglob(pattern))
        if path.name != "README.md"
    ]
    folder.mkdir()
    for number, path in enumerate(digests):
        (folder / f"{number:04}-{path.stem}.md").write_bytes(path.read_bytes())
    return len(digests)


def table(names: list[str], before: list[Counter[str]], after: list[Counter[str]]) -> list[str]:
    """Return a line for each rule: for each linter the number before and after."""
    lines = [f"{'':50}" + "".join(f"{name:>28}" for name in names)]
    for code, title in RULES.items():
        pairs = zip(before, after, strict=True)
        counts = (f"{old[code]:>20} -> {new[code]:>4}" for old, new in pairs)
        lines.append(f"{code} {title:44}" + "".join(counts))
    return lines


def mangled_tabs(folder: Path) -> int:
    """Count the tabs that are left of LaTeX commands in an unescaped JSON string."""
    return sum(len(_MANGLED.findall(path.read_bytes())) for path in folder.iterdir())


def main(folders: Sequence[str]) -> int:
    """Compare, print the table, and return the exit status."""
    sources = [Path(folder) for folder in folders]
    sources = sources or [SHARED / "seeds", SHARED / "corpus" / "digests"]
    with tempfile.TemporaryDirectory() as name:
        tools = Path(name)
        digests = tools / "digests"
        number = copies(sources, digests)
        if not number:
            sys.stderr.write("no digests to compare\n")
            return 2
        linters = [rumdl(tools), markdownlint(tools)]
        before = [linter(digests) for _, linter in linters]
        run([sys.executable, "-m", "digestlint", "fix", digests], ROOT)
        after = [linter(digests) for _, linter in linters]
        mangled = mangled_tabs(digests)
    lines = [f"{number} digests", *table([name for name, _ in linters], before, after)]
    if mangled:
        lines.append(f"MD010: {mangled} tabs {_MANGLED_REASON}.")
    sys.stdout.write("\n".join(lines) + "\n")
    return int(any(counts - Counter(MD010=mangled) for counts in after))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
