"""The GitHub Action: its steps, run by bash as a runner does, on a repository of digests."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from repositories import ENVIRONMENT, ROOT, repository, require_package_index

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
# What GitHub makes of `shell: bash`.
BASH = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c")
EXPRESSION = re.compile(r"\$\{\{ (\S+) \}\}")

PAPER = """\
# Paper {number} of Note
[值得注意的论文之{number}](https://arxiv.org/abs/2408.{number:05})

我们提出第 {number} 种方法。{end}
"""
ATTEMPTS = ["$(touch pwned)", "`touch pwned`", '"; touch pwned; "', "'; touch pwned; '", "$PYTHON"]


class Job(NamedTuple):
    """A job on a runner: where it runs, and the files that the runner reads afterwards."""

    workspace: Path
    temp: Path

    @property
    def summary(self) -> str:
        """Return what stands in the job summary."""
        return (self.temp / "summary").read_text(encoding="utf-8")

    def run(self, step: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run the script of a step, its inputs' names written with `_`."""
        given = {name: each["default"] for name, each in ACTION["inputs"].items()}
        given |= {name.replace("_", "-"): value for name, value in inputs.items()}
        values = {
            "runner.temp": str(self.temp),
            "steps.python.outputs.python-path": sys.executable,
            **{f"inputs.{name}": value for name, value in given.items()},
        }
        environment = {
            name: EXPRESSION.sub(lambda match: values[match[1]], text)
            for name, text in STEPS[step]["env"].items()
        }
        return subprocess.run(
            [*BASH, STEPS[step]["run"]],
            cwd=self.workspace,
            env={**ENVIRONMENT, **self._runner(), **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    def check(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Check the workspace."""
        return self.run("Check", **inputs)

    def _runner(self) -> dict[str, str]:
        return {
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(self.temp / "output"),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary"),
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_TEMP": str(self.temp),
        }


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """Set up a job whose workspace holds a digest; digestlint is at hand without its install."""
    temp = tmp_path / "temp"
    temp.mkdir()
    (temp / "digestlint").symlink_to(ROOT)
    made = Job(tmp_path / "workspace", temp)
    repository(made.workspace)
    write(made.workspace, "digest.md", end="")
    return made


def write(folder: Path, name: str, end: str = " ") -> None:
    """Write a digest of a paper that no other file has; FIL005 finds the space at its end."""
    text = PAPER.format(number=sum(name.encode()), end=end)
    (folder / name).write_text(text, encoding="utf-8")


def test_action_follows_its_schema() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-actions"]
    subprocess.run([*check, str(ROOT / "action.yml")], check=True, timeout=60)


def test_no_script_holds_an_expression() -> None:
    scripts = [step["run"] for step in STEPS.values() if "run" in step]
    assert len(scripts) == 2
    assert not [script for script in scripts if "${{" in script]


def test_clean_digests_pass(job: Job) -> None:
    done = job.check()
    assert (done.returncode, done.stdout) == (0, "")
    assert "1 file checked" in done.stderr


def test_violations_are_annotated_and_summed_up(job: Job) -> None:
    write(job.workspace, "wrong.md")
    done = job.check()
    assert done.returncode == 1
    assert "wrong.md:4:15: FIL005 [*]" in done.stdout
    assert "::error file=wrong.md,line=4," in done.stdout
    assert "FIL005" in job.summary


def test_number_of_annotations_left_out_is_told(job: Job) -> None:
    write(job.workspace, "wrong.md", end=" \n\n一句话。" * 13)
    done = job.check(arguments="--select FIL005")
    assert done.stdout.count("\n::error ") == 10
    assert "3 of 13 violations have no annotation" in done.stdout


@pytest.mark.parametrize(
    ("inputs", "status"),
    [
        ({"paths": "digest.md"}, 0),
        ({"paths": "digest.md\nwrong.md\n"}, 1),
        ({"paths": "no such file.md"}, 2),
        ({"arguments": "--exit-zero"}, 0),
        ({"arguments": "--select ARX\n--fail-on=warning"}, 0),
        ({"arguments": "--select NOPE"}, 2),
        ({"since": "no-such-revision"}, 2),
    ],
)
def test_exit_status_is_kept(job: Job, inputs: dict[str, str], status: int) -> None:
    write(job.workspace, "wrong.md")
    assert job.check(**inputs).returncode == status


def test_file_that_cannot_be_judged_hides_no_report(job: Job) -> None:
    write(job.workspace, "wrong.md")
    done = job.check(paths="missing.md\nwrong.md", sarif_file="report.sarif")
    assert done.returncode == 2
    assert done.stderr.count("missing.md") == 1
    assert "::error file=wrong.md" in done.stdout
    assert "FIL005" in job.summary
    assert len(results(job)) == 1


def results(job: Job) -> list[Any]:
    report = json.loads((job.workspace / "report.sarif").read_text(encoding="utf-8"))
    found: list[Any] = report["runs"][0]["results"]
    return found


def test_sarif_is_written_on_request(job: Job) -> None:
    write(job.workspace, "wrong.md")
    done = job.check(sarif_file="report.sarif")
    assert done.returncode == 1
    assert [each["ruleId"] for each in results(job)] == ["FIL005"]


def test_only_what_changed_since_a_revision_is_reported(job: Job) -> None:
    write(job.workspace, "old.md")
    revision = repository(job.workspace).commit()
    write(job.workspace, "new.md")
    done = job.check(since=revision)
    assert done.returncode == 1
    assert "new.md:4" in done.stdout
    assert "old.md" not in done.stdout


def test_first_parent_of_a_merge_is_what_a_pull_request_changes(job: Job) -> None:
    """A runner checks out the last two commits of a merge, as docs/github.md tells it to."""
    origin = repository(job.temp / "origin")
    write(origin.path, "old.md")
    origin.commit()
    origin.git("switch", "--quiet", "--create", "pull-request")
    write(origin.path, "new.md")
    origin.commit()
    origin.git("switch", "--quiet", "main")
    write(origin.path, "newer.md")
    origin.commit()
    origin.git("merge", "--quiet", "--no-edit", "pull-request")
    clone = job.temp / "clone"
    origin.git("clone", "--quiet", "--depth", "2", origin.path.as_uri(), str(clone))
    done = job._replace(workspace=clone).check(since="HEAD^")
    assert done.returncode == 1
    assert "new.md:4" in done.stdout
    assert "newer.md" not in done.stdout
    assert "old.md" not in done.stdout


@pytest.mark.parametrize("attempt", ATTEMPTS)
@pytest.mark.parametrize("name", ["paths", "arguments", "since"])
def test_input_is_never_code(job: Job, name: str, attempt: str) -> None:
    assert job.check(**{name: attempt}).returncode == 2
    assert not (job.workspace / "pwned").exists()


@pytest.mark.parametrize("name", ["paths", "since"])
def test_input_is_no_option(job: Job, name: str) -> None:
    assert job.check(**{name: "--output=pwned"}).returncode == 2
    assert not (job.workspace / "pwned").exists()


@pytest.mark.parametrize(
    "name",
    [
        *(f"{attempt}.md".replace("/", "") for attempt in ATTEMPTS),
        "--exit-zero.md",
        "::add-mask::x.md",
        "a\n::add-mask::x.md",
        "a%0A::add-mask::x.md",
        "a,line=9::x.md",
    ],
)
def test_name_of_a_file_is_never_code(job: Job, name: str) -> None:
    write(job.workspace, name)
    done = job.check()
    assert done.returncode == 1
    assert not (job.workspace / "pwned").exists()
    commands = [line for line in done.stdout.splitlines() if line.lstrip().startswith("::")]
    assert len(commands) == 1
    assert commands[0].startswith("::error file=")
    assert commands[0].count("::") == 2


def test_text_of_a_digest_is_never_a_command(job: Job) -> None:
    write(job.workspace, "wrong.md", end="\n\n# ::add-mask::Title ##[add-mask]Title\n\n一句话。")
    done = job.check()
    assert done.returncode == 1
    told = (done.stdout + done.stderr).splitlines()
    annotations = [line for line in told if line.startswith("::error ")]
    assert len(annotations) == 1
    assert not [line for line in told if line.startswith("::") and line not in annotations]
    assert not [line for line in told if "##[" in line and line not in annotations]


def test_repository_under_check_is_not_imported(job: Job) -> None:
    (job.workspace / "click.py").write_text("raise SystemExit(0)", encoding="utf-8")
    write(job.workspace, "wrong.md")
    assert job.check().returncode == 1


def test_action_installs_digestlint_from_its_own_checkout(job: Job) -> None:
    require_package_index(job.temp)
    (job.temp / "digestlint").unlink()
    done = job.run("Install digestlint")
    assert done.returncode == 0, done.stderr
    assert (job.temp / "digestlint" / "digestlint" / "rules").is_dir()
    write(job.workspace, "wrong.md")
    assert job.check().returncode == 1
