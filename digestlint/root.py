"""Where a project begins."""

import os

from digestlint.configuration import Configurations

BASELINE = ".digestlint-baseline.json"


def project_root(path: str, configurations: Configurations) -> str:
    """Return the folder of a file's configuration, or its repository, or else the current one."""
    configuration = configurations.above(path)
    if configuration.file is not None:
        return configuration.root
    return _repository(os.path.dirname(os.path.abspath(path))) or os.getcwd()


def _repository(folder: str) -> str | None:
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent
    return folder
