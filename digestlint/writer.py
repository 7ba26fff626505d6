"""Replaces a file as a whole: whatever happens, it is the old one or the new one."""

import errno
import hashlib
import os
import stat
import sys
from contextlib import suppress

from digestlint.files import read

# Beside the file, so that the rename stays on one disk; hidden, and of no kind that is checked.
_SUFFIX = ".digestlint-tmp"
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # a pipe of that name would keep us waiting


def write(path: str, old: bytes, new: bytes) -> None:
    """Write new bytes where `old` was read; a symbolic link's target is written, not the link.

    Raises OSError where that cannot be done, also where the file is no longer what was read, or
    where another run is at work on it; then it is as it was.
    """
    target = os.path.realpath(path)
    temporary = _temporary(target)
    remove_debris(path)
    descriptor = _create(temporary)
    with open(descriptor, "wb") as file:
        _claim(descriptor, temporary)
        try:
            file.write(new)
            file.flush()
            os.fsync(descriptor)
            _keep_owner(target, temporary)
            _require_unchanged(target, old)
            os.replace(temporary, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise


def remove_debris(path: str) -> None:
    """Remove what a killed run left beside a file, unless another run is at work there."""
    temporary = _temporary(os.path.realpath(path))
    with suppress(FileNotFoundError, BlockingIOError):
        descriptor = os.open(temporary, os.O_WRONLY | _NO_LINK | _NO_WAIT)
        try:
            _claim(descriptor, temporary)
            os.unlink(temporary)
        finally:
            os.close(descriptor)


def _temporary(target: str) -> str:
    """Return a name that is the same in each run; the file's own may be as long as names get."""
    folder, name = os.path.split(target)
    digest = hashlib.blake2b(os.fsencode(name), digest_size=8).hexdigest()
    return os.path.join(folder, f".{digest}{_SUFFIX}")


def _create(temporary: str) -> int:
    try:
        return os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise _busy(temporary) from None


def _claim(descriptor: int, temporary: str) -> None:
    """Make an open file ours; raises BlockingIOError where it is another run's.

    Between opening and locking it another run may have moved or removed it, and the name may
    be that of a file of its own by now.
    """
    with suppress(BlockingIOError, FileNotFoundError):
        _lock(descriptor)
        if os.path.samestat(os.fstat(descriptor), os.lstat(temporary)):
            return
    raise _busy(temporary)


def _busy(temporary: str) -> BlockingIOError:
    return BlockingIOError(
        errno.EAGAIN, "another run is at work on it; run again when that has ended", temporary
    )


def _keep_owner(target: str, temporary: str) -> None:
    status = os.stat(target)
    with suppress(PermissionError):
        os.chown(temporary, status.st_uid, status.st_gid)
    os.chmod(temporary, stat.S_IMODE(status.st_mode))


def _require_unchanged(target: str, old: bytes) -> None:
    if read(target) != old:
        raise OSError(
            errno.EBUSY, "changed since it was read, so it is left as it is; run again", target
        )


if sys.platform == "win32":

    def _lock(_descriptor: int) -> None:
        """Do nothing: Windows lets nobody remove a file that is open."""

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        """Claim a file; the claim ends with the process, however that ends."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
