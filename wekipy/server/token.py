"""Keeps the token for clients on other machines in a file, so that it survives restarts."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

import platformdirs

from wekipy.faces.access import LONGEST_TOKEN, check_token
from wekipy.project.problem import Problem


def token_path() -> Path:
    """The token file, which only this user can read."""
    return platformdirs.user_config_path("wekipy") / "token"


def kept_token(path: Path) -> str:
    """The token in a file; creates one if there is none.

    Raises:
        Problem: if the file cannot be written, or holds no token.
    """
    try:
        with path.open(encoding="utf-8") as file:
            return check_token(file.read(LONGEST_TOKEN + 2).strip())
    except FileNotFoundError:
        return _make(path)
    except (OSError, UnicodeDecodeError, Problem) as e:
        raise Problem(f"the token in {path} cannot be used ({e}); delete that file, or give --token") from e


def _make(path: Path) -> str:
    token = secrets.token_urlsafe(24)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as e:
        raise Problem(f"cannot keep a token at {path}: {e.strerror}; give one with --token") from e
    with contextlib.closing(os.fdopen(file, "w", encoding="utf-8")) as out:
        out.write(token + "\n")
    return token
