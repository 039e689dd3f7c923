"""The second lock: on Linux the kernel refuses connections too, because drivers written in C do not ask Python.

A seccomp filter (kernel documentation, "Seccomp BPF") that answers ``connect`` and addressed ``sendto`` with ECONNREFUSED. It holds for this
process and every child, and cannot be taken back. Where it cannot be set, the audit hook and Django's own doors remain.
"""

from __future__ import annotations

import errno
import struct
import sys
from typing import List, Tuple

PR_SET_NO_NEW_PRIVS = 38
PR_SET_SECCOMP = 22
SECCOMP_MODE_FILTER = 2

#: Machine: its audit number, and its numbers of connect, sendto and io_uring_setup.
MACHINES = {
    "x86_64": (0xC000003E, 42, 44, 425),
    "aarch64": (0xC00000B7, 203, 206, 425),
}

LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
#: Offsets in ``struct seccomp_data``; of the fifth argument both halves.
NUMBER, ARCHITECTURE, FIFTH_LOW, FIFTH_HIGH = 0, 4, 48, 52


def refuse_connections() -> bool:
    """Whether the kernel now refuses them."""
    if not sys.platform.startswith("linux"):
        return False
    import os

    machine = MACHINES.get(os.uname().machine)
    if machine is None or sys.byteorder != "little" or sys.maxsize < 2**32:
        return False
    try:
        import ctypes

        code = b"".join(struct.pack("=HBBI", *one) for one in _program(*machine))
        buffer = ctypes.create_string_buffer(code, len(code))
        program = struct.pack("@HP", len(code) // 8, ctypes.addressof(buffer))
        prctl = ctypes.CDLL(None, use_errno=True).prctl
        prctl.argtypes = [ctypes.c_int] + [ctypes.c_ulong] * 4
        if prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
            return False
        holder = ctypes.create_string_buffer(program, len(program))
        return bool(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(holder), 0, 0) == 0)
    except (ImportError, OSError, AttributeError, ValueError):
        return False


def _program(architecture: int, connect: int, sendto: int, ring: int) -> List[Tuple[int, int, int, int]]:
    """Instructions ``(code, steps if true, steps if false, value)``."""
    return [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 0, 8, architecture),
        (LOAD, 0, 0, NUMBER),
        (EQUAL, 7, 0, connect),
        (EQUAL, 7, 0, ring),
        (EQUAL, 0, 4, sendto),
        (LOAD, 0, 0, FIFTH_LOW),
        (EQUAL, 0, 3, 0),
        (LOAD, 0, 0, FIFTH_HIGH),
        (EQUAL, 0, 1, 0),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, ERRNO | errno.ECONNREFUSED),
        (RETURN, 0, 0, ERRNO | errno.ENOSYS),
    ]
