"""What was computed before: a store of JSON values, each file checksummed, each folder bound to one version of the code.

A memo may be lost, truncated, forged or written by another version at any time; then it answers "not known" and the
build takes longer. It is never unpickled, so a memo that arrives with a pull request can run nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, Any, TypeAlias
from zlib import crc32

import orjson

from crmsite.machine.folders import listing, process_lives, read_plain, remove_tree, size_of
from crmsite.slotted import Slotted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"
Storable: TypeAlias = "Mapping[str, Storable] | Sequence[Storable] | orjson.Fragment | str | int | bool | None"

_FORMAT = b"crmsite-memo-1 "
_HEADER_BYTES = len(_FORMAT) + 32 + 1
_IN_PARTS = b"parts "
"""How a value in parts begins; the header is then that of its index alone, which holds each part's digest, and its checksum: a
checksum takes a quarter of the time, and what is opened on every run is eighty megabytes at ten thousand customers."""
_FIRST_BYTES = 65_536
"""How much of a value in parts is read at once: its index, which is shorter by far, and the first of its parts."""
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}(?:/[A-Za-z0-9_][A-Za-z0-9_.-]{0,99})?")
_VERSION_FOLDER = re.compile(r"v-[0-9a-f]{32}")
_TEMPORARY = re.compile(r"\.([0-9]{1,9})\.tmp$")
_DEPENDENCIES = (
    "altair",
    "jinja2",
    "markdown",
    "markupsafe",
    "nh3",
    "numpy",
    "orjson",
    "pandas",
    "pydantic",
    "pydantic_core",
    "pypinyin",
    "pyyaml",
    "vl_convert_python",
)


def digest_of(*parts: str | bytes | int | None) -> str:
    """Return the digest of a sequence of values, 32 hex digits. Kind and length of each part are part of it.

    So ``("ab", "c")`` and ``("a", "bc")``, ``"1"`` and ``1``, ``""`` and ``None`` all differ.
    """
    state = blake2b(digest_size=16)
    for part in parts:
        if isinstance(part, str):
            data = part.encode("utf-8", "surrogatepass")
            state.update(b"s%d:" % len(data))
        elif part is None:
            data = b"n"
        elif isinstance(part, bytes):
            data = part
            state.update(b"b%d:" % len(data))
        else:
            data = b"i%s:" % str(part).encode("ascii")
        state.update(data)
    return state.hexdigest()


def _seal(body: bytes) -> str:
    """Return the digest of a value's bytes: SHA-256, which takes half the time of BLAKE2b wherever processors have instructions."""
    return sha256(body).hexdigest()[:32]


def _encoded(value: Storable) -> bytes:
    """Return a value as JSON. What orjson refuses (half a pair of surrogates, a number of more than 64 bits) Python writes.

    A space before it tells which of the two has written: orjson would read a larger number as an inexact one.
    """
    try:
        return orjson.dumps(value, default=_plain)
    except TypeError:
        return b" " + _ENCODER.encode(value).encode("utf-8", "surrogatepass")


def packed(value: Storable) -> Storable:
    """Return a value as the JSON that ``put`` takes over as it is: while it is at hand that costs half of what it does later.

    What Python has to write is left as it is.
    """
    try:
        return orjson.Fragment(orjson.dumps(value, default=_plain))
    except TypeError:
        return value


def _unpacked(value: object) -> object:
    if isinstance(value, orjson.Fragment):
        return orjson.loads(orjson.dumps(value))
    raise TypeError(type(value).__name__)


_ENCODER = json.JSONEncoder(
    separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False, default=_unpacked
)


def _plain(value: object) -> object:
    """Return named fields, or another sequence of which orjson knows nothing, as one that it knows."""
    if isinstance(value, tuple | Slotted):
        return tuple(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(type(value).__name__)


def _decoded(body: bytes) -> Json:
    """Return the value that was written as JSON. Raises ``ValueError`` for what is none."""
    value: Json = json.loads(body) if body[:1] == b" " else orjson.loads(body)
    return value


class DamagedError(Exception):
    """A part of a value is not what was put there. The value is gone by then: whoever begins anew does without it."""


def _span(path: str, head: bytes, end: int, start: int, length: int) -> bytes | None:
    """Return a span of what stands behind an index: of ``head`` where that holds it, else of the file."""
    start += end
    return head[start : start + length] if start + length <= len(head) else read_plain(path, length, start)


def _lose(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


class Parts:
    """A value that was put in parts: each is read, looked at and decoded only where somebody asks for it."""

    def __init__(
        self, index: Mapping[str, Sequence[Any]], digest: str, read: Callable[[int, int], bytes | None], lose: Callable[[], None]
    ) -> None:
        """Take where each part lies (first byte, length, digest, checksum), how to read there, how to lose a damaged value."""
        self._index = index
        self.digest = digest
        """The digest of the whole value: what ``Memo.stamp`` returns for it."""
        self._read = read
        self._lose = lose

    def get(self, part: str) -> Json:
        """Return a part; None where there is none of that name. One that has been damaged is a ``DamagedError``."""
        if part not in self._index:
            return None
        body = self._whole(part)
        if body is None:
            self._lose()
            raise DamagedError(part)
        return _decoded(body)

    def stamp(self, part: str) -> str:
        """Return the digest of a part, which need not be read for it; empty where there is none of that name."""
        return str(self._index[part][2]) if part in self._index else ""

    def whole(self) -> bool:
        """Tell whether every part is what was put there."""
        return all(self._whole(part) is not None for part in self._index)

    def _whole(self, part: str) -> bytes | None:
        start, length, _, checksum = self._index[part]
        body = self._read(start, length)
        return body if body is not None and len(body) == length and crc32(body) == checksum else None


class Memo:
    """JSON values by name, below ``folder``, valid for one ``version`` only. Changes reach the disk in ``commit``."""

    def __init__(self, folder: Path, version: str) -> None:
        """Open the memo; nothing is read or made until it is asked for."""
        self._folder = str(folder)
        self._version = version
        self._home = f"{self._folder}/v-{digest_of(version)}"
        self._pending: dict[str, bytes | None] = {}
        self._swept = False

    def get(self, name: str) -> Json:
        """Return the value put under ``name``; None when there is none, or none that can be trusted."""
        path = self._path(name)
        content = self._pending[name] if name in self._pending else read_plain(path)
        if content is None:
            return None
        header, body = content[:_HEADER_BYTES], content[_HEADER_BYTES:]
        if body.startswith(_IN_PARTS) or header != self._header(name, body):
            return None
        try:
            return _decoded(body)
        except (ValueError, RecursionError):
            return None

    def parts(self, name: str) -> Parts | None:
        """Return the value put in parts under ``name``; None when there is none, or none whose index and length can be trusted."""
        path = self._path(name)
        pending = self._pending.get(name)
        if name in self._pending and pending is None:
            return None
        head, size = (read_plain(path, _FIRST_BYTES), size_of(path)) if pending is None else (pending, len(pending))
        if head is None or not head.startswith(_IN_PARTS, _HEADER_BYTES):
            return None
        end = head.find(b"\n", _HEADER_BYTES) + 1
        if not end or head[:_HEADER_BYTES] != self._header(name, head[_HEADER_BYTES:end]):
            return None
        index: Any = _decoded(head[_HEADER_BYTES + len(_IN_PARTS) : end])
        if size != end + sum(length for _, length, _, _ in index.values()):
            return None
        found = head[len(_FORMAT) : _HEADER_BYTES - 1].decode("ascii")
        return Parts(index, found, partial(_span, path, head, end), partial(_lose, path))

    def stamp(self, name: str) -> str:
        """Return the digest of the value put under ``name`` without looking into it; empty when there is none."""
        content = self._pending[name] if name in self._pending else read_plain(self._path(name), _HEADER_BYTES)
        if content is None or not content.startswith(_FORMAT):
            return ""
        return content[len(_FORMAT) : _HEADER_BYTES - 1].decode("ascii", "replace")

    def holds(self, name: str) -> bool:
        """Tell whether there is a value under ``name`` that can be trusted, without decoding it."""
        content = self._pending[name] if name in self._pending else read_plain(self._path(name))
        if content is not None and content.startswith(_IN_PARTS, _HEADER_BYTES):
            found = self.parts(name)
            return found is not None and found.whole()
        return content is not None and content[:_HEADER_BYTES] == self._header(name, content[_HEADER_BYTES:])

    def put(self, name: str, value: Storable) -> None:
        """Remember ``value``, as it is now, from the next ``commit`` on. Keys of objects must be text."""
        self._path(name)
        body = _encoded(value)
        self._pending[name] = self._header(name, body) + body

    def put_parts(self, name: str, parts: Mapping[str, Storable]) -> None:
        """Remember a value in parts, as they are now, from the next ``commit`` on."""
        self._path(name)
        index: dict[str, list[Any]] = {}
        bodies = []
        start = 0
        for part, value in parts.items():
            body = _encoded(value)
            index[part] = [start, len(body), _seal(body), crc32(body)]
            bodies.append(body)
            start += len(body)
        head = _IN_PARTS + _encoded(index) + b"\n"
        self._pending[name] = b"".join((self._header(name, head), head, *bodies))

    def drop(self, name: str) -> None:
        """Forget ``name``, from the next ``commit`` on."""
        self._path(name)
        self._pending[name] = None

    def forget(self) -> None:
        """Forget everything, at once: values that belong together are of no use where some of them are lost."""
        for name in self.names():
            self.drop(name)
        self.commit()

    def names(self) -> list[str]:
        """Return every name that has a file or a value waiting for ``commit``, sorted."""
        found = {path.removesuffix(".json") for path in self._stored() if path.endswith(".json")}
        found = {name for name in found if _NAME.fullmatch(name)}
        for name, content in self._pending.items():
            if content is None:
                found.discard(name)
            else:
                found.add(name)
        return sorted(found)

    def commit(self) -> OSError | None:
        """Bring all changes to the disk, each file whole or not at all, and remove what other versions left.

        It may be called often, and from several processes for values of their own. A disk that refuses costs only time,
        so the refusal is returned as a value and the build goes on.
        """
        try:
            for name, content in self._pending.items():
                self._store(self._path(name), content)
        except OSError as refusal:
            return refusal
        self._pending.clear()
        if not self._swept:
            self._swept = True
            with contextlib.suppress(OSError):
                self._remove_left_overs()
        return None

    def _path(self, name: str) -> str:
        if not _NAME.fullmatch(name):
            message = f"not a memo name: {name!r}"
            raise ValueError(message)
        return f"{self._home}/{name}.json"

    def _header(self, name: str, body: bytes) -> bytes:
        return _FORMAT + digest_of(self._version, name, _seal(body)).encode("ascii") + b"\n"

    def _store(self, path: str, content: bytes | None) -> None:
        folder = os.path.dirname(path)
        for part in (self._home, folder):
            if os.path.islink(part):
                os.unlink(part)
        if content is None:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
        elif read_plain(path, _HEADER_BYTES) != content[:_HEADER_BYTES] or os.stat(path).st_size != len(content):
            temporary = f"{path}.{os.getpid()}.tmp"
            os.makedirs(folder, exist_ok=True)
            with open(temporary, "wb") as file:
                file.write(content)
            os.replace(temporary, path)

    def _stored(self) -> list[str]:
        try:
            return [path for path, _ in listing(self._home).files]
        except OSError:
            return []

    def _remove_left_overs(self) -> None:
        for path in self._stored():
            if (match := _TEMPORARY.search(path)) and not process_lives(int(match[1])):
                os.unlink(f"{self._home}/{path}")
        for name in os.listdir(self._folder):
            folder = f"{self._folder}/{name}"
            if _VERSION_FOLDER.fullmatch(name) and folder != self._home and not os.path.islink(folder):
                remove_tree(folder)


def code_version() -> str:
    """Return the digest of everything but the inputs that a result depends on: this package's files, Python, libraries.

    The versions of libraries are read off the names of their ``.dist-info`` folders: nothing is imported for it.
    """
    root = os.path.dirname(os.path.dirname(__file__))
    parts: list[str | bytes | None] = [f"{sys.version_info.major}.{sys.version_info.minor}"]
    parts += [f"{name} {version}" for name, version in sorted(installed().items())]
    for path, _ in sorted(listing(root).files, key=lambda file: file[0]):
        if not path.startswith(".") and "/." not in path and "__pycache__/" not in path:
            parts += [path, read_plain(f"{root}/{path}")]
    return digest_of(*parts)


def installed() -> dict[str, str]:
    """Return the versions of the libraries whose behaviour shows in the site, by their names; the first on the path counts."""
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            entries = sorted(os.listdir(folder or "."))
        except OSError:
            continue
        for entry in entries:
            if entry.endswith((".dist-info", ".egg-info")):
                name, _, version = entry.rpartition(".")[0].partition("-")
                name = name.lower().replace(".", "_")
                if name in _DEPENDENCIES:
                    found.setdefault(name, version)
    return found
