"""What a client may say in Socket.IO: the stock reader believes any number of attachments."""

from typing import Any

from socketio.packet import BINARY_EVENT, CONNECT, DISCONNECT, EVENT, Packet

LONGEST_TEXT = 8 * 1024  # a hello, a room to watch, the frame around a picture
MOST_BRACKETS = 64  # a picture's frame has three; thousands within each other cost the reader 3 ms before it refuses them
MOST_ATTACHMENTS = 1  # one picture
LONGEST_ID = 9  # digits of the number an answer is asked under
_FROM_CLIENTS = frozenset({CONNECT, DISCONNECT, EVENT, BINARY_EVENT})


class PacketRefused(ValueError):
    """No page of ours sends this."""


class ClientPacket(Packet):  # type: ignore[misc]
    """The server's own packets are encoded as always; what comes in is checked before anything is kept of it."""

    def decode(self, encoded_packet: Any) -> int:
        if not isinstance(encoded_packet, str) or len(encoded_packet) > LONGEST_TEXT:
            raise PacketRefused("a text that is too long, or bytes nobody announced")
        if encoded_packet.count("[") + encoded_packet.count("{") > MOST_BRACKETS:
            raise PacketRefused("more brackets than a page sends")
        try:
            announced = super().decode(encoded_packet)
        except (ValueError, RecursionError) as error:
            raise PacketRefused("unreadable") from error
        self._check(announced)
        return int(announced)

    def add_attachment(self, attachment: Any) -> bool:
        if not isinstance(attachment, bytes):
            raise PacketRefused("text where a picture was announced")
        try:
            return bool(super().add_attachment(attachment))
        except (ValueError, IndexError, TypeError, RecursionError) as error:
            raise PacketRefused("an attachment that fits nowhere") from error

    def _check(self, announced: int) -> None:
        if self.packet_type not in _FROM_CLIENTS:
            raise PacketRefused("a kind of packet pages never send")
        if announced != (MOST_ATTACHMENTS if self.packet_type == BINARY_EVENT else 0):
            raise PacketRefused("a number of attachments pages never send")
        if self.id is not None and self.id >= 10**LONGEST_ID:
            raise PacketRefused("a packet id that is too long")
        if self.packet_type in (CONNECT, DISCONNECT) and not isinstance(self.data, dict | None):
            raise PacketRefused("a connection with something else than an object")
