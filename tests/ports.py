"""Ports for servers that tests start."""

import random
import socket


def a_free_port() -> int:
    """Below the range from which the system lends ports to clients, or one of them could take it before the server does."""
    while True:
        port = random.randint(15_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
