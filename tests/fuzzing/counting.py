"""What an action costs in steps, which no other load on the machine changes."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import alstx

HOME = Path(alstx.__file__).parent


def steps(action: Callable[[], object]) -> int:
    """How many byte codes of ours an action executes."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        if event == "opcode" and frame.f_code.co_filename.startswith(os.fspath(HOME)):
            count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return count


def growth(steps_of: Callable[[int], int]) -> float:
    """How the steps that the last doubling adds compare with those that the one before adds.

    Measured at 1, 2, 4 and 8 times a size: 2 where steps grow as the size does, 4 where they grow
    as its square, 0 where they do not grow.
    """
    one, two, four, eight = (steps_of(times) for times in (1, 2, 4, 8))
    assert one <= two <= four <= eight
    return (eight - four) / (four - two) if four > two else 0
