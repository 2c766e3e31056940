"""Which readers sit in the hall's seat network: the board answers none of them, whatever cookies they send or leave out."""

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from flask import Request

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class SeatNetworks:
    networks: Collection[Network] = ()
    proxies: Collection[str] = ()  # whose X-Forwarded-For is believed

    def holds(self, request: Request) -> bool:
        """Who says nothing readable of itself through our own proxy is refused too, where networks are named at all."""
        if not self.networks:
            return False
        caller = request.remote_addr or ""
        if caller in self.proxies and request.access_route:
            caller = request.access_route[-1]
        try:
            address = ip_address(caller.strip())
        except ValueError:
            return True
        if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        return any(address in network for network in self.networks)
