"""The rules' pages: in the wheel beside the code, in a checkout at its root."""

from pathlib import Path

from digestlint.rule import Rule

_PACKAGE = Path(__file__).parent
_FOLDERS = (_PACKAGE / "rules", _PACKAGE.parent / "rules")


def page(rule: Rule) -> str:
    """Return the Markdown text of a rule's page; raises OSError where there is none."""
    folder = next((folder for folder in _FOLDERS if folder.is_dir()), _FOLDERS[0])
    return (folder / f"{rule.code}-{rule.name}.md").read_text(encoding="utf-8")
