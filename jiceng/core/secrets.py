"""Secrets at rest: SM4-GCM (GB/T 32907) ciphertext and HMAC-SM3 (GB/T 32905) digests.

Identity numbers are stored as ciphertext, found by the digest of the whole number or of its last four
characters; uploads are stored encrypted. The keys live outside the database (`jiceng.core.deployment`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import ciphers, hashes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hmac import HMAC

from jiceng.core import deployment
from jiceng.core.identity import normalise

# Every key that rows may still be encrypted with; the last one encrypts. A rotation appends one and
# rewrites the rows in its own time.
KEY_IDS = (1,)
IDENTITY = "identity"
UPLOAD = "upload"

SM4_KEY_BYTES = 16
NONCE_BYTES = 12
TAG_BYTES = 16
LAST4_BYTES = 8


class Undecipherable(Exception):
    """Ciphertext that is damaged, of another purpose, or under a key that this deployment does not have."""


class Cipher:
    """Authenticated encryption for one purpose: a ciphertext of another purpose does not open.

    A ciphertext is the key's id (1 byte), the nonce (12), the encrypted text and the tag (16).
    """

    def __init__(self, keys: Mapping[int, bytes], current: int, *, purpose: bytes) -> None:
        """Take the keys (16 bytes each) by id, 0 to 255, and the id that encrypts.

        Raises ValueError for a key of another length and KeyError when the current one is missing.
        """
        self._keys = {number: SM4(key) for number, key in keys.items()}
        self._current = bytes([current])
        self._current_key = self._keys[current]
        self._purpose = purpose

    def encrypt(self, text: str) -> bytes:
        """Return the ciphertext of the text; another one every time."""
        return self.encrypt_bytes(text.encode())

    def decrypt(self, ciphertext: bytes) -> str:
        """Return the text.

        Raises Undecipherable.
        """
        return self.decrypt_bytes(ciphertext).decode()

    def encrypt_bytes(self, content: bytes) -> bytes:
        """Return the ciphertext of the content."""
        nonce = os.urandom(NONCE_BYTES)
        encryptor = ciphers.Cipher(self._current_key, GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(self._current + self._purpose)
        encrypted = encryptor.update(content) + encryptor.finalize()
        return self._current + nonce + encrypted + encryptor.tag

    def decrypt_bytes(self, ciphertext: bytes) -> bytes:
        """Return the content.

        Raises Undecipherable.
        """
        ciphertext = bytes(ciphertext)  # the database hands out memoryviews
        if len(ciphertext) < 1 + NONCE_BYTES + TAG_BYTES or ciphertext[0] not in self._keys:
            raise Undecipherable("密文不完整或其密钥不在本系统")
        nonce, tag = ciphertext[1 : 1 + NONCE_BYTES], ciphertext[-TAG_BYTES:]
        decryptor = ciphers.Cipher(self._keys[ciphertext[0]], GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(ciphertext[:1] + self._purpose)
        try:
            return decryptor.update(ciphertext[1 + NONCE_BYTES : -TAG_BYTES]) + decryptor.finalize()
        except InvalidTag:
            raise Undecipherable("密文已损坏或密钥不符") from None


class Digester:
    """Keyed digests of identity numbers, equal for equal numbers and telling nothing without the key."""

    def __init__(self, key: bytes) -> None:
        """Take the key, 32 bytes."""
        # Copying a keyed object costs half of making one.
        self._whole = HMAC(key, hashes.SM3())
        self._last4 = HMAC(key, hashes.SM3())
        self._last4.update(b"last4:")

    def digest(self, number: str) -> bytes:
        """Return the digest of the whole number, 32 bytes."""
        keyed = self._whole.copy()
        keyed.update(number.encode())
        return keyed.finalize()

    def last4(self, number: str) -> bytes:
        """Return the digest of the last four characters of a number, or of the four typed, 8 bytes.

        There are some 11,000 different ones, so 8 bytes tell them apart.
        """
        keyed = self._last4.copy()
        keyed.update(normalise(number)[-4:].encode())
        return keyed.finalize()[:LAST4_BYTES]


@cache
def cipher(purpose: str = IDENTITY) -> Cipher:
    """Return this deployment's cipher for a purpose."""
    keys = {number: deployment.key(f"cipher_{number}")[:SM4_KEY_BYTES] for number in KEY_IDS}
    return Cipher(keys, KEY_IDS[-1], purpose=purpose.encode())


@cache
def digester() -> Digester:
    """Return this deployment's digester. Its key never changes: every stored digest depends on it."""
    return Digester(deployment.key("digest"))


def encrypt_file(content: bytes) -> bytes:
    """Return an upload or a workbook of rejects as it may lie on disk."""
    return cipher(UPLOAD).encrypt_bytes(content)


def decrypt_file(ciphertext: bytes) -> bytes:
    """Return the content of a file that `encrypt_file` made.

    Raises Undecipherable.
    """
    return cipher(UPLOAD).decrypt_bytes(ciphertext)
