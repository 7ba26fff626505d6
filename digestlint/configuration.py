"""Where settings stand: in the nearest configuration above a file, and in what it builds on."""

import os
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from digestlint.checks import RULES
from digestlint.document import Table, read
from digestlint.gitignore import Patterns
from digestlint.rule import Rule, matching
from digestlint.settings import Given, Settings, SettingsError, fixable, overridden, selected
from digestlint.tables import PYPROJECT, load, merged, shown

NAMES = ("digestlint.toml", ".digestlint.toml", PYPROJECT)
_SUFFIXES = (".md", ".markdown", ".txt")

Ignores = Mapping[str, Collection[str]]


class Configuration:
    """The settings that hold for the files below a folder.

    `file` is where they are written, or None; `root` is its folder, or else the current one.
    Paths are absolute, and a directory's ends in a separator.
    """

    def __init__(
        self,
        settings: Settings,
        root: str = os.curdir,
        file: str | None = None,
        ignores: Ignores | None = None,
    ) -> None:
        """Take the settings; `ignores` is what the command line says, in the current directory."""
        self.settings = settings
        self.root = os.path.abspath(root)
        self.file = file
        self._include = Patterns.below(self.root, settings.include)
        self._exclude = Patterns.below(self.root, settings.exclude)
        self._ignores = [
            *_ignores(self.root, settings.per_file_ignores),
            *_ignores(os.curdir, ignores or {}),
        ]
        self._rules: dict[frozenset[str], tuple[Rule, ...]] = {}

    @cached_property
    def fixable(self) -> frozenset[str]:
        """Return the codes of the rules whose fixes the settings allow."""
        return fixable(self.settings, RULES)

    def includes(self, path: str) -> bool:
        """Tell whether a walk takes a file."""
        if self.settings.include:
            return self.requires(path)
        return path.lower().endswith(_SUFFIXES)

    def requires(self, path: str) -> bool:
        """Tell whether the settings name a file, which must then be a digest."""
        return bool(self._include.match(path))

    def excludes(self, path: str) -> bool:
        """Tell whether the settings leave a file or directory alone."""
        return bool(self._exclude.match(path))

    def rules(self, path: str) -> tuple[Rule, ...]:
        """Return the rules that a file is checked by."""
        matched = (codes for patterns, codes in self._ignores if patterns.match(path))
        ignored = frozenset[str]().union(*matched)
        if ignored not in self._rules:
            rules = selected(self.settings, RULES)
            self._rules[ignored] = tuple(rule for rule in rules if rule.code not in ignored)
        return self._rules[ignored]


class Configurations:
    """The configurations that the files of a run meet, each read once.

    `given` is what the command line says, and `inline` tables that it holds; they are put over
    what stands in files. `file` is read instead of the nearest one, and `isolated` means none.
    """

    def __init__(
        self,
        given: Given | None = None,
        *,
        inline: Collection[Table] = (),
        file: str | None = None,
        isolated: bool = False,
    ) -> None:
        """Read no file yet but the one that is named."""
        self._given = given or {}
        self._inline = inline
        self._mistakes: list[str] = []
        self._found: dict[str, Configuration] = {}
        self._default = self._configuration({})
        self._only = self._default if isolated else None
        if file is not None and (found := self._read(file, os.curdir)):
            self._only = found
        elif file is not None:
            self._mistakes.append(f"{shown(file)}: holds no [tool.digestlint]; name another file")

    def require_sound(self) -> None:
        """Raise SettingsError where what was read so far holds mistakes, with all of them."""
        if self._mistakes:
            raise SettingsError(*dict.fromkeys(self._mistakes))

    def above(self, path: str) -> Configuration:
        """Return what holds for a file; the default where its configuration is mistaken."""
        return self.at(os.path.dirname(os.path.abspath(path)))

    def at(self, directory: str) -> Configuration:
        """Return what holds for the files in a directory, given by its absolute path."""
        climbed = [directory]
        while (found := self._in(climbed[-1])) is None:
            climbed.append(os.path.dirname(climbed[-1]))
        self._found.update(dict.fromkeys(climbed, found))
        return found

    def excludes(self, path: str) -> bool:
        """Tell whether a path is left alone, or a folder around it that is configured apart."""
        ending = os.sep if os.path.isdir(path) else ""
        path = os.path.abspath(path)
        configuration = self.above(path)
        while not configuration.excludes(path + ending):
            path, ending = configuration.root, os.sep
            outer = self.above(path)
            if outer is configuration or configuration.file is None:
                return False
            configuration = outer
        return True

    def _in(self, directory: str) -> Configuration | None:
        """Return what a directory holds, the default where there is no way up, or else None."""
        if known := self._only or self._found.get(directory):
            return known
        for file in _files_in(directory):
            if found := self._read(file, directory):
                return found
        return self._default if directory == os.path.dirname(directory) else None

    def _read(self, file: str, root: str) -> Configuration | None:
        """Read a configuration; None for a `pyproject.toml` that does not speak of digestlint."""
        try:
            table = load(file)
        except SettingsError as error:
            self._mistakes += error.args
            return self._default
        return None if table is None else self._configuration(table, root, file)

    def _configuration(
        self, table: Table, root: str = os.curdir, file: str | None = None
    ) -> Configuration:
        for over in self._inline:
            table = merged(table, over)
        settings = overridden(read(table), self._given, RULES)
        return Configuration(settings, root, file, self._given.get("per_file_ignores"))


def file_in(directory: str) -> str | None:
    """Return the configuration in a directory, mistaken or not, or None."""
    return next(filter(_speaks, _files_in(directory)), None)


def _files_in(directory: str) -> Iterator[str]:
    return filter(os.path.lexists, (os.path.join(directory, name) for name in NAMES))


def _speaks(file: str) -> bool:
    try:
        return load(file) is not None
    except SettingsError:
        return True


def _ignores(root: str, ignores: Ignores) -> Iterator[tuple[Patterns, frozenset[str]]]:
    for pattern, selectors in ignores.items():
        codes = (matching(selector, RULES) for selector in selectors)
        yield Patterns.below(os.path.abspath(root), [pattern]), frozenset[str]().union(*codes)
