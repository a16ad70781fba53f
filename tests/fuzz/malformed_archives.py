"""A number in, a malformed archive of a model out: always the same one."""

import hashlib
import io
import json
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import numpy as np

from core.library.card import ONNX_FILE
from core.library.model_folder import CARD_FILE, KERAS_FILE, REFUSAL_FILE
from tests.fuzz.damage import GENERAL, NUMBERS, Random
from tests.fuzz.sound_archive import (
    NAME,
    WEIGHTS_MEMBER,
    Members,
    keras_members,
    sound_members,
    zipped,
)

_ODD_NAMES: Final = (
    *("../outside.txt", "/outside.txt", "..\\outside.txt", "C:\\outside.txt"),
    *("small/../../outside.txt", "small/./card.json", "small//model.onnx", ""),
    *("small/" + "long" * 80, "small/" + "deep/" * 200 + "x", "small/\0x", "nul"),
    *("small/card.json/x", "small/model.onnx/x", "\u202egnp.txt", "small/\ud7ff"),
)
_ODD_VALUES: Final[tuple[Any, ...]] = (
    *(None, True, "", "x" * 100_000, [], {}, -1, 0, 1e308, 10**30, "../x", "\0"),
    *([[[[[]]]]], {"": None}, ["small"] * 3, "2026-13-45T99:99:99Z", *NUMBERS[-4:]),
)


@dataclass(frozen=True)
class MalformedArchive:
    """A file as somebody would send it."""

    seed: int
    name: str
    data: bytes
    recipe: str
    """What was done to it."""


def malformed_archive(seed: int) -> MalformedArchive:
    """Return the malformed archive of a seed, any whole number from 0 on."""
    random = np.random.default_rng([seed, 66])
    kind = _KINDS[int(random.integers(len(_KINDS)))]
    return MalformedArchive(seed, f"{seed:06d}.lumenary", kind(random), kind.__name__)


def _damaged(data: bytes, random: Random) -> bytes:
    return GENERAL[int(random.integers(len(GENERAL)))](data, random)


def damaged_zip(random: Random) -> bytes:
    """Damage the zip file's own bytes, wherever."""
    return _damaged(zipped(sound_members()), random)


def damaged_directory(random: Random) -> bytes:
    """Damage the directory at the end, one to three times."""
    data = zipped(sound_members())
    start = data.index(b"PK\x01\x02")
    end = data[start:]
    for _ in range(int(random.integers(1, 4))):
        end = _damaged(end, random)
    return data[:start] + end


def odd_directory_field(random: Random) -> bytes:
    """Let an entry of the directory, or its end, tell an odd number."""
    data = bytearray(zipped(sound_members()))
    places = [i for i in range(len(data)) if data[i : i + 4] == b"PK\x01\x02"]
    if random.random() < 0.3:
        at, span = data.rindex(b"PK\x05\x06") + 4, 18
    else:
        at, span = places[int(random.integers(len(places)))] + 4, 42
    at += int(random.integers(span // 2)) * 2
    size = 2 if random.random() < 0.5 else 4
    number = NUMBERS[int(random.integers(len(NUMBERS)))] % 256**size
    data[at : at + size] = number.to_bytes(size, "little")
    return bytes(data)


def damaged_member(random: Random) -> bytes:
    """Damage a member; the zip around it is sound, the card's hash is not."""
    members = dict(sound_members())
    name = _chosen(members, random)
    members[name] = _damaged(members[name], random)
    return zipped(members)


def damaged_member_with_its_hash(random: Random) -> bytes:
    """Damage a file of the model and let the card name the hash that it has now."""
    members = dict(sound_members())
    files = [name for name in members if not name.endswith(CARD_FILE)]
    for _ in range(int(random.integers(1, 3))):
        name = files[int(random.integers(len(files)))]
        members[name] = _damaged(members[name], random)
    return zipped(hashed(members))


def damaged_weights(random: Random) -> bytes:
    """Damage what stands in the file of Keras; zips and hashes around it are sound."""
    members, inner = dict(sound_members()), dict(keras_members())
    name = (WEIGHTS_MEMBER, _chosen(inner, random))[int(random.integers(2))]
    inner[name] = _damaged(inner[name], random)
    members[f"{NAME}/{KERAS_FILE}"] = zipped(inner)
    return zipped(hashed(members))


def damaged_network(random: Random) -> bytes:
    """Damage the network itself; the card names the hash that it has now."""
    members = dict(sound_members())
    place = f"{NAME}/{ONNX_FILE}"
    members[place] = _damaged(members[place], random)
    return zipped(hashed(members))


def damaged_arrays(random: Random) -> bytes:
    """Damage an array of what is refused; zips and hashes around it are sound."""
    members = dict(sound_members())
    place = f"{NAME}/{REFUSAL_FILE}"
    with ZipFile(io.BytesIO(members[place])) as arrays:
        inner = {name: arrays.read(name) for name in arrays.namelist()}
    name = _chosen(inner, random)
    inner[name] = _damaged(inner[name], random)
    members[place] = zipped(inner)
    return zipped(hashed(members))


def odd_card(random: Random) -> bytes:
    """Change, add or leave out some values of the card, anywhere in it."""
    members = dict(sound_members())
    card = json.loads(members[f"{NAME}/{CARD_FILE}"])
    for _ in range(int(random.integers(1, 4))):
        _change(card, random)
    members[f"{NAME}/{CARD_FILE}"] = json.dumps(card).encode()
    return zipped(members)


def hostile_card(random: Random) -> bytes:
    """Write a card that no parser likes."""
    members = dict(sound_members())
    cards = (
        *(b"[" * 100_000, b'{"a":' * 50_000, b"\xff\xfe{}", b"", b"null", b"[]"),
        *(b'{"format_version": NaN}', b'{"format_version": 1e999}', b"9" * 1_000_000),
        b'{"format_version": ' + b"9" * 5000 + b"}",
    )
    members[f"{NAME}/{CARD_FILE}"] = cards[int(random.integers(len(cards)))]
    return zipped(members)


def odd_names(random: Random) -> bytes:
    """Add members with names that lead elsewhere, and name them on the card."""
    members = dict(sound_members())
    for _ in range(int(random.integers(1, 4))):
        name = _ODD_NAMES[int(random.integers(len(_ODD_NAMES)))]
        members[name] = b"outside"
    return zipped(hashed(members) if random.random() < 0.5 else members)


def renamed_members(random: Random) -> bytes:
    """Move all members into another folder, or one of them to another name."""
    members = dict(sound_members())
    if random.random() < 0.5:
        folder = ("", "a/b/", "__MACOSX/", "../", "/")[int(random.integers(5))]
        return zipped({folder + Path(n).name: data for n, data in members.items()})
    name = _chosen(members, random)
    odd = _ODD_NAMES[int(random.integers(len(_ODD_NAMES)))]
    members[odd] = members.pop(name)
    return zipped(members)


def repeated_member(random: Random) -> bytes:
    """Hold a member twice, the second time with other bytes."""
    members = sound_members()
    name = _chosen(members, random)
    stream = io.BytesIO(zipped(members))
    with ZipFile(stream, "a") as archive:
        info = ZipInfo(name[:-1] + "~", (1980, 1, 1, 0, 0, 0))
        archive.writestr(info, _damaged(members[name], random))
    return stream.getvalue().replace(info.filename.encode(), name.encode())


def links(random: Random) -> bytes:
    """Turn a member into a symbolic link that leads elsewhere."""
    members = dict(sound_members())
    name = _chosen(members, random)
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for each, data in members.items():
            info = ZipInfo(each, (1980, 1, 1, 0, 0, 0))
            info.create_system = 3
            if each == name:
                info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, b"/etc/passwd" if each == name else data)
    return stream.getvalue()


def bomb(random: Random) -> bytes:
    """Hold a member of 50 MB of zeros in 50 kB, or pretend that it is small."""
    members = dict(sound_members())
    name = _chosen(members, random)
    members[name] = bytes(50 << 20)
    data = zipped(hashed(members))
    if random.random() < 0.5:
        return data
    return data.replace((50 << 20).to_bytes(4, "little"), (99).to_bytes(4, "little"))


def encrypted(random: Random) -> bytes:
    """Set flags and methods that say: encrypted, or packed in another way."""
    data = bytearray(zipped(sound_members(), packed=ZIP_STORED))
    field, value = ((8, 1), (8, 0x41), (10, 12), (10, 14), (10, 99))[
        int(random.integers(5))
    ]
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + field] = value
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def _chosen(members: Members, random: Random) -> str:
    return list(members)[int(random.integers(len(members)))]


def hashed(members: Members) -> Members:
    """Return the members with a card that names each of them with its hash."""
    card_name = f"{NAME}/{CARD_FILE}"
    try:
        card = json.loads(members[card_name])
    except ValueError:
        return members
    files = {n: data for n, data in members.items() if n != card_name}
    card["files"] = {
        name.removeprefix(f"{NAME}/"): hashlib.sha256(data).hexdigest()
        for name, data in files.items()
    }
    return members | {card_name: json.dumps(card).encode()}


def _change(tree: Any, random: Random) -> None:
    """Change one value somewhere in a tree of dicts and lists."""
    while True:
        keys = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
        if not keys:
            return
        key = keys[int(random.integers(len(keys)))]
        inner = tree[key]
        if isinstance(inner, dict | list) and inner and random.random() < 0.8:
            tree = inner
            continue
        if random.random() < 0.2:
            del tree[key]
        else:
            tree[key] = _ODD_VALUES[int(random.integers(len(_ODD_VALUES)))]
        return


_KINDS: Final[tuple[Callable[[Random], bytes], ...]] = (
    *(damaged_zip, damaged_zip, damaged_directory, odd_directory_field),
    *(damaged_member, damaged_member_with_its_hash, damaged_member_with_its_hash),
    *(damaged_weights, damaged_weights, damaged_arrays, damaged_network),
    *(odd_card, odd_card, odd_card, hostile_card, odd_names, renamed_members),
    *(repeated_member, links, bomb, encrypted),
)
