"""A merchant's published policy versions, compiled once per process."""

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from cachetools import LRUCache
from flask import current_app

from returns.asking import Ask
from returns.policy.compiled import CompiledPolicy, compile_policy
from returns.policy_versions import NO_POLICY, PublishedPolicy

MOST_KEPT = 1024

PUBLISHED = """
SELECT version, published_at FROM policy_versions
WHERE merchant_id = %s AND published_at IS NOT NULL ORDER BY published_at, version
"""
SOURCES = "SELECT version, source FROM policy_versions WHERE merchant_id = %s AND version = ANY(%s)"


class Compiled:
    """Policies compiled lately, by merchant and version; safe for several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: LRUCache[tuple[int, int], CompiledPolicy] = LRUCache(MOST_KEPT)

    def get(self, merchant_id: int, version: int) -> CompiledPolicy | None:
        with self._lock:
            return self._kept.get((merchant_id, version))

    def keep(self, merchant_id: int, policy: CompiledPolicy) -> None:
        with self._lock:
            self._kept[merchant_id, policy.version] = policy


def versions(ask: Ask, merchant_id: int) -> list[PublishedPolicy]:
    """Every published version in the order of publishing; one statement once all are known here."""
    rows: list[tuple[int, datetime]] = [(row[0], row[1]) for row in ask(PUBLISHED, (merchant_id,))]
    policies = compiled(ask, merchant_id, [version for version, _ in rows])
    return [PublishedPolicy(since, policies[version]) for version, since in rows]


def versions_anew(ask: Ask, merchant_id: int) -> list[PublishedPolicy]:
    """The same for a process that has no application to remember them."""
    rows = ask(PUBLISHED, (merchant_id,))
    sources: dict[int, dict[str, Any]] = dict(ask(SOURCES, (merchant_id, [number for number, _ in rows])))
    return [PublishedPolicy(since, compile_source(sources[number], number)) for number, since in rows]


def compiled(ask: Ask, merchant_id: int, numbers: list[int]) -> dict[int, CompiledPolicy]:
    """The named published versions, compiled; version 0 is what judges before any was published."""
    memory: Compiled = current_app.extensions.setdefault("policies", Compiled())
    found = {number: memory.get(merchant_id, number) for number in numbers}
    known = {number: policy for number, policy in found.items() if policy}
    if missing := [number for number in numbers if number and number not in known]:
        for number, source in ask(SOURCES, (merchant_id, missing)):
            known[number] = compile_source(source, number)
            memory.keep(merchant_id, known[number])
    return known | {0: NO_POLICY}


def compile_source(source: Mapping[str, Any], version: int) -> CompiledPolicy:
    """What a version's source compiles to; an empty one takes no returns."""
    return compile_policy(source, version=version) if source else replace(NO_POLICY, version=version)
