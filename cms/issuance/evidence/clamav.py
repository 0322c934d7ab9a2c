"""The virus scanner, where there is one: clamd, asked over its socket by INSTREAM (clamd(8)).

Spoken here: the package on PyPI is of 2014, and the protocol is a length and a block at a time.
"""

import socket
from contextlib import closing

SECONDS = 30
BLOCK = 64 * 1024


class ScannerAwayError(Exception):
    """The scanner does not answer, so nothing is known about the file."""


def is_clean(content: bytes, address: str) -> bool:
    """Tell whether the scanner finds nothing. `address` is the path of a socket, or host:port.

    Raises:
        ScannerAwayError: it cannot be reached or answers something else than "OK" or "FOUND".
    """
    try:
        with closing(_connect(address)) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), BLOCK):
                block = content[start : start + BLOCK]
                line.sendall(len(block).to_bytes(4, "big") + block)
            line.sendall(bytes(4))
            answer = b""
            while not answer.endswith(b"\0"):
                part = line.recv(4096)
                if not part:
                    break
                answer += part
    except (OSError, ValueError) as error:
        raise ScannerAwayError(str(error)) from error
    words = answer.rstrip(b"\0\n").decode(errors="replace")
    if words.endswith(" FOUND"):
        return False
    if words == "stream: OK":
        return True
    raise ScannerAwayError(words)


def _connect(address: str) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(address)
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
