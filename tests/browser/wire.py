"""The cable between a seat and the server, as a TCP relay that a test can pull out and plug in again."""

import selectors
import socket
import threading
from contextlib import suppress

PIECE = 65_536


class Wire:
    """While cut, nothing passes and nobody is told: packets vanish, as with a pulled cable."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._is_cut = threading.Event()
        self._stopped = threading.Event()
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._listener.settimeout(0.2)
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def cut(self) -> None:
        self._is_cut.set()

    def mend(self) -> None:
        """Connections from before are gone for good: both ends find that out now."""
        with self._lock:
            pairs, self._pairs = self._pairs, set()
        for pair in pairs:
            _close(pair)
        self._is_cut.clear()

    def close(self) -> None:
        self._stopped.set()
        self._thread.join()
        self._listener.close()
        with self._lock:
            for pair in self._pairs:
                _close(pair)

    def _listen(self) -> None:
        while not self._stopped.is_set():
            with suppress(TimeoutError):
                client, _ = self._listener.accept()
                threading.Thread(target=self._relay, args=(client,), daemon=True).start()

    def _relay(self, client: socket.socket) -> None:
        while self._is_cut.is_set() and not self._stopped.is_set():
            self._is_cut.wait(0.1)
            self._stopped.wait(0.1)
        try:
            server = socket.create_connection(self._target, timeout=5)
        except OSError:
            client.close()
            return
        pair = (client, server)
        with self._lock:
            self._pairs.add(pair)
        with suppress(OSError), selectors.DefaultSelector() as ready:
            ready.register(client, selectors.EVENT_READ, server)
            ready.register(server, selectors.EVENT_READ, client)
            while not self._stopped.is_set() and self._passed(ready):
                pass
        with self._lock:
            self._pairs.discard(pair)
        _close(pair)

    def _passed(self, ready: selectors.BaseSelector) -> bool:
        for key, _ in ready.select(0.2):
            if self._is_cut.is_set():
                self._stopped.wait(0.2)
                return True
            piece = key.fileobj.recv(PIECE)  # type: ignore[union-attr]
            if not piece:
                return False
            key.data.sendall(piece)
        return True


def _close(pair: tuple[socket.socket, socket.socket]) -> None:
    for end in pair:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
