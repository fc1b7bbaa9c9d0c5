"""Turns are shared by processes, and come back from those that have ended."""

import subprocess
import sys
from pathlib import Path

import pytest

from server.turns import Turns

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
from pathlib import Path
from server.turns import Turns
turn = Turns(Path(sys.argv[1]), "long", 2).take()
print("none" if turn is None else "taken", flush=True)
sys.stdin.read()
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="one process answers there")


def test_there_are_so_many_and_who_gives_back_lets_another(tmp_path: Path) -> None:
    turns, others = Turns(tmp_path, "long", 2), Turns(tmp_path, "short", 1)
    first, second = turns.take(), turns.take()
    assert first is not None
    assert second is not None
    assert turns.take() is None
    assert others.take() is not None
    first.give_back()
    assert turns.take() is not None
    assert turns.take() is None


def test_a_process_that_ends_gives_its_turn_back(tmp_path: Path) -> None:
    turns = Turns(tmp_path, "long", 2)
    assert turns.take() is not None
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "taken\n"
        assert turns.take() is None
        process.kill()
    assert turns.take() is not None
