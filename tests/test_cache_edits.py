"""A project that is edited in any way between runs: the cache never changes what is found."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from indexed import IN_CACHE, places, spoil, truncate, write

from digestlint import indexing

NAMES = st.sampled_from(["a.md", "b.md", "c/d.md", "c/e.md"])
NUMBERS = st.lists(st.integers(1, 4), max_size=3).map(tuple)


class Project(RuleBasedStateMachine):
    """A project that is edited in any way between runs, with a cache and without one.

    A file is settled, and not read again, a hundredth of a second after its last change.
    """

    @initialize()
    def begin(self) -> None:
        self.tick = indexing.TICK
        indexing.TICK = 10**7
        self.folder = TemporaryDirectory()
        self.before = os.getcwd()
        os.chdir(self.folder.name)

    def teardown(self) -> None:
        self.compare("new.md")
        os.chdir(self.before)
        self.folder.cleanup()
        indexing.TICK = self.tick

    @rule(name=NAMES, numbers=NUMBERS)
    def edit(self, name: str, numbers: tuple[int, ...]) -> None:
        write(name, *numbers)

    @rule(name=NAMES, numbers=NUMBERS)
    def edit_and_set_the_time_back(self, name: str, numbers: tuple[int, ...]) -> None:
        write(name, *numbers)
        os.utime(name, ns=(0, 0))

    @rule(name=NAMES, other=NAMES)
    def rename(self, name: str, other: str) -> None:
        if Path(name).exists():
            Path(other).parent.mkdir(exist_ok=True)
            Path(name).replace(other)

    @rule(name=NAMES, other=NAMES)
    def swap(self, name: str, other: str) -> None:
        if name != other and Path(name).exists() and Path(other).exists():
            Path(name).rename("aside")
            Path(other).rename(name)
            Path("aside").rename(other)

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        Path(name).unlink(missing_ok=True)

    @rule()
    def delete_folder(self) -> None:
        shutil.rmtree("c", ignore_errors=True)

    @rule()
    def wait(self) -> None:
        time.sleep(0.02)

    @rule(name=NAMES, other=NAMES)
    def link(self, name: str, other: str) -> None:
        if Path(name).exists() and not Path(other).exists():
            Path(other).parent.mkdir(exist_ok=True)
            os.link(name, other)

    @rule(codes=st.sampled_from(["", "DUP002", "DUP003", "DUP"]), name=NAMES)
    def configure(self, codes: str, name: str) -> None:
        ignores = f'per-file-ignores = {{ "{name}" = ["{codes}"] }}\n' if codes else ""
        Path("digestlint.toml").write_text(ignores, encoding="utf-8")

    @rule(damage=st.sampled_from([truncate, spoil, os.unlink]))
    def damage(self, damage: Callable[[Path], None]) -> None:
        if IN_CACHE.exists():
            damage(IN_CACHE)

    @rule(name=NAMES)
    def check(self, name: str) -> None:
        self.compare(name)

    def compare(self, name: str) -> None:
        found = places(name, 1, 2, 3, 4)
        assert found == places(name, 1, 2, 3, 4, cached=False)


TestProject = Project.TestCase
TestProject.settings = settings(max_examples=100, stateful_step_count=20)
