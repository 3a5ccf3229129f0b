"""Compiled templates of the packaged theme, kept beside them as Python keeps its modules: in ``__pycache__``.

Compiling takes a fifth of a second, which every build would spend. Only what the package itself carries is kept, in a folder
that only those may write who may write the package; a company's templates arrive like records and are compiled each time.
Where the folder may not be written, or Python is told to keep no bytecode, nothing is kept and nothing else changes.
"""

from __future__ import annotations

import contextlib
import os
import sys
from importlib.util import cache_from_source
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache

from crmsite.machine.folders import read_plain
from crmsite.machine.memo import digest_of, installed

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2.bccache import Bucket

_DIGITS = 32


class CompiledTemplates(BytecodeCache):
    """The compiled templates of one language below ``folder``.

    ``compiler`` is the source of what compiles; ``surroundings`` are the names that a template finds beside its own, which its
    code has built in; ``packaged`` tells whether a template is the package's own.
    """

    def __init__(
        self, folder: str, lang: str, compiler: bytes, surroundings: Callable[[], list[str]], packaged: Callable[[str], bool]
    ) -> None:
        self._folder = folder
        self._lang = lang
        self._compiler = digest_of(compiler, installed().get("jinja2"), sys.version)
        self._surroundings = surroundings
        self._packaged = packaged

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 - the loader's interface
        """Return the name of a packaged template, which is its key; empty for a company's own."""
        return name if self._packaged(name) else ""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket where the same source was compiled before, by the same code, among the same names."""
        path = self._path(bucket.key)
        content = read_plain(path) if path else None
        if content is None:
            return
        head, body = content[:_DIGITS], content[_DIGITS:]
        if head == self._seal(bucket, body):
            bucket.bytecode_from_string(body)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled: whole or not at all, and silently not at all where the disk refuses."""
        path = self._path(bucket.key)
        if not path:
            return
        body = bucket.bytecode_to_string()
        temporary = f"{path}.{os.getpid()}.tmp"
        with contextlib.suppress(OSError):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(temporary, "wb") as file:
                file.write(self._seal(bucket, body) + body)
            os.replace(temporary, path)

    def _path(self, key: str) -> str:
        if not key or sys.dont_write_bytecode:
            return ""
        return cache_from_source(f"{self._folder}/{key.replace('/', '-')}.{self._lang}.py")

    def _seal(self, bucket: Bucket, body: bytes) -> bytes:
        return digest_of(self._compiler, bucket.key, bucket.checksum, *self._surroundings(), body).encode("ascii")
