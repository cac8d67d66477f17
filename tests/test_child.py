"""Ports that engines of demonstrations and tests are given."""

from __future__ import annotations

import socket

from wekipy.child import Ports


def test_a_port_is_given_once_also_if_nobody_uses_it_yet() -> None:
    ports = Ports(21_000, 21_079)
    given = [ports.take() for _ in range(30)]
    assert len(set(given)) == 30
    assert all(21_000 <= port <= 21_079 for port in given)


def test_the_port_after_a_given_one_is_not_given() -> None:
    ports = Ports(21_000, 21_079)
    given = {ports.take() for _ in range(30)}
    assert not given & {port + 1 for port in given}


def test_a_port_that_is_used_is_passed_over() -> None:
    ports = Ports(21_080, 21_083)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as used:
        used.bind(("127.0.0.1", 21_080))
        assert [ports.take() for _ in range(3)] == [21_082] * 3
