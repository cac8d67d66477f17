"""Who may control an engine, decided by addresses and tokens."""

from __future__ import annotations

import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wekipy.faces.access import Access, Patience, check_token, is_this_machine, read_networks
from wekipy.project.problem import Problem

OUTSIDE = [
    "192.168.1.20",
    "10.0.0.1",
    "8.8.8.8",
    "fe80::1%eth0",
    "2001:db8::1",
    "::ffff:192.168.1.20",
    "0.0.0.0",
]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"])
def test_this_machine_may_always_control(host: str) -> None:
    assert is_this_machine(host)
    assert Access().may_control(host)


@pytest.mark.parametrize("host", [*OUTSIDE, "", "localhost", "127.0.0.1.example.org", "nonsense"])
def test_nobody_else_may_by_default(host: str) -> None:
    assert not is_this_machine(host)
    assert not Access().may_control(host)


def test_networks_let_in_who_is_in_them_and_nobody_else() -> None:
    access = Access(read_networks(["192.168.1.0/24", "10.1.2.3", "2001:db8::/32"]))
    allowed = {"192.168.1.20", "192.168.1.255", "10.1.2.3", "2001:db8::1", "::ffff:192.168.1.20"}
    for host in (*allowed, *OUTSIDE, "192.168.2.20", "10.1.2.4"):
        assert access.may_control(host) == (host in allowed), host


@given(st.ip_addresses())
def test_every_address_has_an_answer(address) -> None:
    assert Access().may_control(str(address)) == is_this_machine(str(address))


@given(st.text())
def test_every_text_has_an_answer(text: str) -> None:
    if not is_this_machine(text):
        assert not Access().may_control(text)


@pytest.mark.parametrize(
    "text", ["", "gallery", "192.168.1.0/33", "192.168.1", "192.168.1.0/24/24", "a" * 500]
)
def test_what_is_no_network_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="expected an address"):
        read_networks([text])


def test_no_token_is_right_while_there_is_none() -> None:
    assert not Access().knows("")
    assert not Access().knows("anything")


@given(st.text())
def test_only_the_token_is_right(text: str) -> None:
    access = Access(token="correct horse battery")
    assert access.knows(text) == (text == "correct horse battery")


@pytest.mark.parametrize("token", ["", "short", "with\nline ends in it", "ä" * 20, "a" * 201])
def test_tokens_that_could_be_guessed_or_broken_are_refused(token: str) -> None:
    with pytest.raises(Problem, match="characters"):
        check_token(token)


def test_who_tries_tokens_has_to_wait() -> None:
    patience = Patience()
    for n in range(5):
        assert not patience.exhausted("a", n)
        patience.wrong("a", n)
    assert patience.exhausted("a", 5)
    assert not patience.exhausted("b", 5)
    assert not patience.exhausted("a", 70)
    patience.wrong("a", 71)
    assert not patience.exhausted("a", 72)


def test_a_crowd_of_hosts_takes_no_memory() -> None:
    patience = Patience()
    for n in range(10_000):
        patience.wrong(str(n), 0.0)
    assert len(patience._wrong) <= 256


def test_five_wrong_tokens_cost_a_minute_and_time_heals() -> None:
    patience = Patience()
    for n in range(5):
        assert not patience.exhausted("10.0.0.1", float(n))
        patience.wrong("10.0.0.1", float(n))
    assert patience.exhausted("10.0.0.1", 4.0 + 59.9)
    assert not patience.exhausted("10.0.0.1", 4.0 + 60.0)
    assert not patience.exhausted("10.0.0.2", 5.0)


def test_wrong_tokens_are_compared_in_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []
    whole = hmac.compare_digest

    def compare(first: bytes, second: bytes) -> bool:
        compared.append((first, second))
        return whole(first, second)

    monkeypatch.setattr(hmac, "compare_digest", compare)
    access = Access((), "the token of this engine")
    for token in ("", "x", "the token of this enginE"):
        assert not access.knows(token)
    assert access.knows("the token of this engine")
    assert len(compared) == 4
