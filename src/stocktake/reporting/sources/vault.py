"""Seal and open: AES-256-GCM, bound to what it belongs to, padded so that length tells nothing.

Only the composition is ours; cipher, derivation and comparison are of ``cryptography``.
"""

import hashlib
import hmac
import json
import secrets
from dataclasses import asdict
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from stocktake.kernel.errors import BrokenData
from stocktake.reporting.sources.keys import Key
from stocktake.reporting.sources.rules import Identity


_NONCE: Final = 12
_BLOCK: Final = 1024  # sealed identities are this long, or a multiple of it


def seal(data: bytes, *, key: Key, of: str) -> bytes:
    """Bytes that only the key opens, and only as what they are sealed as."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + _cipher(key).encrypt(nonce, data, of.encode())


def unseal(sealed: bytes, *, key: Key, of: str) -> bytes:
    """What was sealed; refused where anything was changed or exchanged."""
    try:
        return _cipher(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], of.encode())
    except InvalidTag as error:
        msg = f"What is sealed as {of} was changed, or sealed with another key."
        raise BrokenData(msg) from error


def seal_identity(identity: Identity, *, key: Key, of: str) -> bytes:
    """An identity, sealed under its pseudonym."""
    told = json.dumps(asdict(identity), ensure_ascii=False).encode()
    whole = -(-len(told) // _BLOCK) * _BLOCK
    return seal(told.ljust(whole), key=key, of=f"stocktake:source:{of}")


def unseal_identity(sealed: bytes, *, key: Key, of: str) -> Identity:
    """The identity under a pseudonym."""
    told = json.loads(unseal(sealed, key=key, of=f"stocktake:source:{of}"))
    return Identity(**told)


def tag(organisation: str, round_code: str, *, key: Key) -> str:
    """By what an organisation's own pseudonym in a round is found: nothing without the key."""
    name = json.dumps([organisation, round_code]).encode()
    return hmac.new(_derived(key, b"tag"), name, hashlib.sha256).hexdigest()


def _cipher(key: Key) -> AESGCM:
    return AESGCM(_derived(key, b"seal"))


def _derived(key: Key, use: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"stocktake.sources." + use).derive(
        key.secret
    )
