"""Numbers of rows as public ids that say nothing: how many there are, or which came next."""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

HALF = 8  # bytes


class Opaque:
    """Encrypts (merchant, number) as one AES block; read back, the merchant proves that the id was ours.

    One block is a permutation of 128 bits: equal numbers give equal ids, and a guessed id fits its merchant
    once in 2**64 tries.
    """

    def __init__(self, prefix: str, key: bytes) -> None:
        self._prefix = f"{prefix}_"
        self._cipher = Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 (a single block, nothing to chain)

    def show(self, merchant_id: int, number: int) -> str:
        """The public id of a row."""
        encryptor = self._cipher.encryptor()
        block = merchant_id.to_bytes(HALF, "big") + number.to_bytes(HALF, "big")
        return self._prefix + (encryptor.update(block) + encryptor.finalize()).hex()

    def read(self, merchant_id: int, shown: str) -> int | None:
        """The row's number again; None for what is no id of this merchant's."""
        prefix, digits = shown[: len(self._prefix)], shown[len(self._prefix) :]
        if prefix != self._prefix or len(digits) != 4 * HALF or not digits.isascii():
            return None
        try:
            block = bytes.fromhex(digits)
        except ValueError:
            return None
        decryptor = self._cipher.decryptor()
        opened = decryptor.update(block) + decryptor.finalize() if len(block) == 2 * HALF else b""
        number = int.from_bytes(opened[HALF:], "big")
        return number if opened[:HALF] == merchant_id.to_bytes(HALF, "big") else None
