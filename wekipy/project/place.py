"""Places on a network in one text: HOST:PORT, also with an IPv6 address."""

from __future__ import annotations

import ipaddress
import re
from typing import Final

_NAME: Final = re.compile(r"[^\s/\\@:?#%\[\]]{1,200}")  # of a host: no URL, no path
_PORT: Final = re.compile(r"[0-9]{1,5}")


def read_place(text: str, usual: int = 0) -> tuple[str, int] | None:
    """Host and port of a text such as 127.0.0.1:12000, name.local:12000, [::1]:12000; None if it is none.

    An IPv6 address with a port needs brackets: ::1:12000 is an address itself.

    Args:
        usual: the port of an IP address, or localhost, that stands alone; 0 for none.
    """
    text = text.strip()
    if is_address(text.strip("[]")) or text == "localhost":
        looks_like_both = ":" in text and "[" not in text and _is_place_without_brackets(text)
        return None if looks_like_both or not usual else (text.strip("[]"), usual)
    host, colon, digits = text.rpartition(":")
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
        known = ":" in host and is_address(host)
    else:
        known = _NAME.fullmatch(host) is not None
    if not (colon and known and _PORT.fullmatch(digits) and 1 <= int(digits) <= 65_535):
        return None
    return host, int(digits)


def _is_place_without_brackets(text: str) -> bool:
    host, _, digits = text.rpartition(":")
    return _PORT.fullmatch(digits) is not None and is_address(host)


def is_address(text: str) -> bool:
    """Whether a text is an IP address, IPv6 also with a scope (fe80::1%eth0)."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def is_host(text: str) -> bool:
    """Whether a text can be the address or the name of a machine."""
    return is_address(text) or _NAME.fullmatch(text) is not None


def in_words(host: str, port: int) -> str:
    """A place as it is written: brackets around an IPv6 address."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
