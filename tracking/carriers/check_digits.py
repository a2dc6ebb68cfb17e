"""Check digits of tracking numbers. Each function takes a number with its check digit last."""

from collections.abc import Callable, Iterable
from itertools import cycle

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def weighted(digits: Iterable[str], weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def gs1(number: str) -> bool:
    """Modulo 10 with weights 3, 1 from the right (GS1 General Specifications 7.9.1, USPS Publication 199)."""
    return (weighted(reversed(number[:-1]), cycle((3, 1))) + int(number[-1])) % 10 == 0


def gs1_after(prefix: str) -> Callable[[str], bool]:
    """The GS1 check for a number printed without the application identifier its digit was reckoned with."""
    return lambda number: gs1(prefix + number)


def identcode(number: str) -> bool:
    """Modulo 10 with weights 4, 9 from the left (Deutsche Post Identcode and Leitcode)."""
    return (weighted(number[:-1], cycle((4, 9))) + int(number[-1])) % 10 == 0


def luhn(number: str) -> bool:
    """ISO/IEC 7812-1 annex B."""
    doubled = (int("0246813579"[int(digit)]) for digit in number[-2::-2])
    return (sum(doubled) + sum(map(int, number[::-2]))) % 10 == 0


def remainder_7(number: str) -> bool:
    """The digits before the last, divided by seven, leave the last (Japan's 7DR, DHL waybills)."""
    return int(number[:-1]) % 7 == int(number[-1])


def fedex(number: str) -> bool:
    """Weights 1, 3, 7 from the right, modulo 11, a remainder of ten written as 0 (FedEx Express)."""
    return weighted(reversed(number[:-1]), cycle((1, 3, 7))) % 11 % 10 == int(number[-1])


def ups(number: str) -> bool:
    """Modulo 10 with weights 1, 2 from the left, letters counting A=2, B=3 … modulo 10 (UPS 1Z, OnTrac)."""
    values = (char if char.isdigit() else str((ord(char) - 63) % 10) for char in number[:-1])
    return (weighted(values, cycle((1, 2))) + int(number[-1])) % 10 == 0


def s10(number: str) -> bool:
    """Nine digits, weights 8 6 4 2 3 5 9 7 modulo 11 (UPU standard S10)."""
    digit = 11 - weighted(number[:8], (8, 6, 4, 2, 3, 5, 9, 7)) % 11
    return {10: 0, 11: 5}.get(digit, digit) == int(number[8])


def mod_37_36(number: str) -> bool:
    """Letters and digits, hybrid modulo 37, 36 (ISO/IEC 7064; DPD parcel label specification)."""
    product = 36
    for char in number[:-1]:
        product = ((product + ALPHABET.index(char)) % 36 or 36) * 2 % 37
    return (product + ALPHABET.index(number[-1])) % 36 == 1
