"""Encryption and digests: published test vectors, and what must not open."""

import pytest
from cryptography.hazmat.primitives import hashes
from hypothesis import given
from hypothesis import strategies as st

from jiceng.core import deployment, secrets
from jiceng.core.secrets import Cipher, Digester, Undecipherable

NUMBER = "11010519491231002X"
KEY = bytes(range(16))
OTHER_KEY = bytes(16)


@pytest.fixture
def own_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployment, "key", lambda name: name.encode().ljust(32, b"."))
    secrets.cipher.cache_clear()
    secrets.digester.cache_clear()
    yield
    secrets.cipher.cache_clear()
    secrets.digester.cache_clear()


def test_sm4_gcm_vector_of_rfc_8998(monkeypatch: pytest.MonkeyPatch) -> None:
    aad = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    nonce = bytes.fromhex("00001234567800000000ABCD")
    monkeypatch.setattr(secrets.os, "urandom", lambda size: nonce)
    # The first byte of what is authenticated is the key's id.
    cipher = Cipher({0xFE: bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")}, 0xFE, purpose=aad[1:])
    blocks = [bytes([byte] * 8) for byte in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA)]
    expected = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )
    assert cipher.encrypt_bytes(b"".join(blocks)) == b"\xfe" + nonce + expected
    assert cipher.decrypt_bytes(b"\xfe" + nonce + expected) == b"".join(blocks)


def test_sm3_vector_of_gb_t_32905() -> None:
    digest = hashes.Hash(hashes.SM3())
    digest.update(b"abc")
    assert digest.finalize().hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_hmac_sm3_vector_of_gm_t_0042() -> None:
    text = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq" * 2
    expected = "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a"
    assert Digester(bytes(range(1, 33))).digest(text).hex() == expected


@given(st.text(max_size=200))
def test_what_is_encrypted_comes_back_and_never_looks_the_same(text: str) -> None:
    cipher = Cipher({1: KEY}, 1, purpose=b"identity")
    first, second = cipher.encrypt(text), cipher.encrypt(text)
    assert first != second
    assert cipher.decrypt(first) == cipher.decrypt(second) == text
    assert len(first) == 1 + 12 + len(text.encode()) + 16


def test_no_digit_is_in_the_ciphertext() -> None:
    assert NUMBER.encode() not in Cipher({1: KEY}, 1, purpose=b"identity").encrypt(NUMBER)


@given(st.integers(0, 46), st.integers(1, 255))
def test_a_changed_byte_does_not_open(place: int, change: int) -> None:
    cipher = Cipher({1: KEY, 2: KEY}, 1, purpose=b"identity")
    ciphertext = bytearray(cipher.encrypt(NUMBER))
    ciphertext[place] ^= change
    with pytest.raises(Undecipherable):
        cipher.decrypt(bytes(ciphertext))


@pytest.mark.parametrize("ciphertext", [b"", b"\x01", b"\x01" + bytes(27), b"\x09" + bytes(60)])
def test_what_is_no_ciphertext_does_not_open(ciphertext: bytes) -> None:
    with pytest.raises(Undecipherable):
        Cipher({1: KEY}, 1, purpose=b"identity").decrypt(ciphertext)


def test_another_purpose_or_key_does_not_open() -> None:
    ciphertext = Cipher({1: KEY}, 1, purpose=b"identity").encrypt(NUMBER)
    for stranger in (Cipher({1: KEY}, 1, purpose=b"upload"), Cipher({1: OTHER_KEY}, 1, purpose=b"identity")):
        with pytest.raises(Undecipherable):
            stranger.decrypt(ciphertext)


def test_a_rotated_key_still_opens_what_it_closed() -> None:
    before = Cipher({1: KEY}, 1, purpose=b"identity").encrypt(NUMBER)
    after = Cipher({1: KEY, 2: OTHER_KEY}, 2, purpose=b"identity")
    assert after.decrypt(memoryview(before)) == NUMBER  # type: ignore[arg-type]
    assert after.encrypt(NUMBER)[0] == 2


def test_digests_are_keyed_and_apart() -> None:
    digester, other = Digester(b"a" * 32), Digester(b"b" * 32)
    assert digester.digest(NUMBER) == digester.digest(NUMBER) != other.digest(NUMBER)
    assert len(digester.digest(NUMBER)) == 32
    assert digester.last4(NUMBER) == digester.last4("002x") == digester.last4(" 002Ｘ")
    assert digester.last4(NUMBER) != digester.digest("002X")[:8]
    assert len(digester.last4(NUMBER)) == 8


def test_this_deployments_secrets(own_keys: None) -> None:
    assert secrets.cipher() is secrets.cipher()
    assert secrets.cipher().decrypt(secrets.cipher().encrypt(NUMBER)) == NUMBER
    assert secrets.digester().digest(NUMBER) == Digester(b"digest".ljust(32, b".")).digest(NUMBER)


def test_files(own_keys: None) -> None:
    content = bytes(range(256)) * 1000
    stored = secrets.encrypt_file(content)
    assert content[:64] not in stored
    assert secrets.decrypt_file(stored) == content
    with pytest.raises(Undecipherable):
        secrets.cipher().decrypt_bytes(stored)
