"""Fixes the files of a run."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digestlint import fixer, writer
from digestlint.files import Failed, crashed, failed
from digestlint.judge import AdoptionError, all_count
from digestlint.project import Checked, Outcome, Source, judgeable, load
from digestlint.records import Digest
from digestlint.rule import Options, Rule
from digestlint.settings import SettingsError
from digestlint.text import encode

if TYPE_CHECKING:
    from digestlint.adoption import Adoption


@dataclass(frozen=True, slots=True)
class Fixes:
    """Which fixes to apply: those of the rules with these codes, and whether to write them."""

    fixable: frozenset[str]
    unsafe: bool = False
    write: bool = True


def fix(
    source: Source,
    rules: Collection[Rule],
    options: Options,
    fixes: Fixes,
    adoption: "Adoption | None" = None,
) -> Outcome:
    """Fix one file, on disk where the fixes say so, and check what is left.

    Raises nothing but AdoptionError and SettingsError.
    """
    digest = judgeable(load(source), rules)
    if not isinstance(digest, Digest):
        return digest
    judge = adoption.judge(digest, rules) if adoption else all_count
    try:
        scope = fixer.Scope(fixes.fixable, judge, source.index)
        fixed = fixer.fix(digest, rules, options, scope, unsafe=fixes.unsafe)
        if fixes.write and source.data is None:
            _write(source.path, digest.text, fixed.digest.text)
    except (AdoptionError, SettingsError):
        raise
    except fixer.FixError as error:
        return Failed(source.path, f"left as it was: {error}; this is a bug, please report it")
    except OSError as error:
        return failed(source.path, error)
    except Exception as error:
        return crashed(source.path, error)
    old = digest.text if fixed.applied else None
    left = fixed.remaining
    return Checked(source.path, fixed.digest, left, fixed.applied, old, source.fail_on)


def _write(path: str, old: str, new: str) -> None:
    if new == old:
        writer.remove_debris(path)
    else:
        writer.write(path, encode(old), encode(new))
