"""What the system refuses is one line in the person's language, with the place and what to do, and exit code 2."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from crmsite.commands.refusing import RefusedError, told
from crmsite.commands.workspace import Workspace


@pytest.mark.parametrize(
    ("lang", "number", "said"),
    [
        ("zh", errno.ENOSPC, "site：磁盘已满，没有写了一半的文件；腾出空间再运行一次"),
        ("en", errno.ENOSPC, "site: the disk is full, and no file is half written; make room, and run it again"),
        ("zh", errno.EROFS, "site：没有写入权限；改权限，或换一个文件夹"),
        ("en", errno.EACCES, "site: may not be written; change its permissions, or choose another folder"),
        ("en", errno.EIO, "site: the disk reported an error"),
        ("zh", errno.EIO, "site：磁盘读写出错"),
    ],
)
def test_a_refusal_names_the_place_and_what_to_do(lang: str, number: int, said: str) -> None:
    workspace = Workspace(Path(), "zh" if lang == "zh" else "en", colour=False)
    with pytest.raises(RefusedError) as refused, told(workspace, "site"):
        raise OSError(number, "Input/output error")
    assert (refused.value.message, refused.value.exit_code) == (said, 2)


def test_a_file_that_the_system_names_is_the_place() -> None:
    with pytest.raises(RefusedError, match=r"^other: may not be written"), told(Workspace(Path(), "en", colour=False), "site"):
        raise PermissionError(errno.EACCES, "Permission denied", "other")
