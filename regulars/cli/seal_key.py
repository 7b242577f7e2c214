"""The key that signs exported heads: a file in the data folder, made at the first export, which only we may read."""

import contextlib
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from regulars.kit.errors import Invalid
from regulars.kit.phrases import phrases

NAME = "seal-key"
_BYTES = 32

phrases(
    {
        "seal.key_unreadable": (
            "{file} is not a seal key: bring back the file from your backup, or remove it and a new key is made",
            "{file} 不是封存密钥：请从备份恢复该文件，或将其删除以生成新密钥",
            "{file} 不是封存金鑰：請從備份還原該檔案，或將其刪除以產生新金鑰",
        ),
    }
)


def seal_key(folder: Path) -> Ed25519PrivateKey:
    """The key of this data folder; of several processes that make it at once, the first one's counts. Raises Invalid ``seal.key_unreadable``."""
    file = folder / NAME
    if not file.exists():
        draft = folder / f".{NAME}.{os.getpid()}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as secret:
            secret.write(Ed25519PrivateKey.generate().private_bytes_raw().hex() + "\n")
            secret.flush()
            os.fsync(secret.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    try:
        key = bytes.fromhex(file.read_text().strip())
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise Invalid("seal.key_unreadable", file=str(file))
    return Ed25519PrivateKey.from_private_bytes(key)


def public_key_of(folder: Path) -> str | None:
    """The public half, hex; None when this folder has never signed anything."""
    return seal_key(folder).public_key().public_bytes_raw().hex() if (folder / NAME).exists() else None
