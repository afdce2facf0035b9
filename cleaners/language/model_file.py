"""Read the file of py3langid's model in two thirds of the time that py3langid takes.

It is an .npz in an .xz, which py3langid unpacks into a temporary file and reads from there. Here
each array is unpacked to its place, and nothing else is kept: 72 MB. `stored_model` has the same
numbers, and needs no unpacking.
"""

from __future__ import annotations

import lzma
import math
import struct
from array import array
from collections.abc import Iterator, Mapping
from hashlib import sha256 as sha256_of
from importlib.resources import files
from importlib.resources.abc import Traversable
from lzma import LZMAFile
from typing import TYPE_CHECKING, Any, TypeAlias
from zipfile import ZIP_STORED

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

FILE = "data/model.npz.xz"
# What stands before a member of an .npz: a signature, the compression, the lengths of name, extra.
HEADER = struct.Struct("<4s4xH16xHH")
MEMBER = b"PK\x03\x04"
PIECE = 1 << 18  # bytes unpacked at once; what they pass through stays in the cache
Array: TypeAlias = "NDArray[Any] | array[int]"
TYPECODES = {"uint16": "H", "uint32": "I", "int32": "i"}  # of arrays


def read() -> LanguageIdentifier:
    """Read the model that ships with py3langid."""
    from py3langid.langid import LanguageIdentifier  # noqa: PLC0415 - most commands detect no language

    read = arrays()
    identifier = LanguageIdentifier(
        read["ptc"],
        read["pc"],
        read["classes"].tolist(),
        read["nextmove"],
        read["out_feat"],
        norm_probs=True,
        tk_row=read["nextmove_row"],
    )
    return _with_packed_rows(identifier)


def arrays() -> Mapping[str, Array]:
    """Unpack the arrays of the model."""
    with _file().open("rb") as packed, lzma.open(packed) as content:
        return dict(_members(content))


def sha256() -> bytes:
    """Return the hash of the model's file."""
    return sha256_of(_file().read_bytes()).digest()


def _file() -> Traversable:
    return files("py3langid").joinpath(FILE)


def _with_packed_rows(identifier: LanguageIdentifier) -> LanguageIdentifier:
    """Pack what py3langid lists: the numbers lie side by side, and take two thirds of the time."""
    rows = identifier._rowbase  # noqa: SLF001 - it has no other place for them
    identifier._rowbase = array("I", rows)  # noqa: SLF001 - as above
    return identifier


def _members(npz: LZMAFile) -> Iterator[tuple[str, Array]]:
    """Yield the arrays of an .npz by name. Raises ValueError where it is compressed."""
    while True:
        header = npz.read(HEADER.size)
        if not header.startswith(MEMBER):
            return
        yield _name_of(header, npz), _read_array(npz)


def _name_of(header: bytes, npz: LZMAFile) -> str:
    """Read the name of the member that has a header, up to its content."""
    _, compression, name_length, extra_length = HEADER.unpack(header)
    name = npz.read(name_length).decode()
    npz.read(extra_length)
    if compression != ZIP_STORED:
        raise ValueError(f"{FILE}: {name} is compressed")
    return name.removesuffix(".npy")


def _read_array(npz: LZMAFile) -> Array:
    """Read the array whose .npy begins where a stream is."""
    npy.read_magic(npz)
    shape, _, dtype = npy.read_array_header_1_0(npz)
    place = _place_for(shape, dtype)
    content = np.asarray(place).reshape(-1).view(np.uint8)
    for start in range(0, content.size, PIECE):
        piece = content[start : start + PIECE]
        npz.readinto(piece.data)
    return place


def _place_for(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """Make room for an array; one of the standard library is faster to read one by one."""
    if dtype.name in TYPECODES:
        return array(TYPECODES[dtype.name], [0]) * math.prod(shape)
    return np.empty(shape, dtype)
