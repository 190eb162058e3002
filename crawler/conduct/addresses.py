"""Where the crawler never goes: private, loopback and other addresses that are not the public internet."""

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

# Names that mean this machine or this network whatever a resolver says (RFC 6761, RFC 8375, cloud metadata).
_LOCAL_NAMES = ("localhost", "local", "internal", "home.arpa", "localdomain")
# IPv6 addresses that a gateway turns into the IPv4 address in their last four bytes (RFC 6052).
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class PrivateAddressError(DNSLookupError):
    """A name resolves to an address that is not on the public internet."""


def is_private(address: str) -> bool:
    """Whether an IP address (text) is not on the public internet. Raises ValueError where it is no IP address."""
    ip = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    inner = ip.ipv4_mapped or ip.sixtofour if isinstance(ip, ipaddress.IPv6Address) else None
    ip = inner or ip
    if isinstance(ip, ipaddress.IPv6Address) and ip in _NAT64:
        ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return not ip.is_global or ip.is_multicast


def why_private(url: str) -> str | None:
    """Why this URL's host is refused by its name alone (IP literal, "localhost" ...), or None. Names that only a
    resolver can tell are the business of `PublicResolver`."""
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    if not host:
        return "no host"
    if any(host == name or host.endswith(f".{name}") for name in _LOCAL_NAMES):
        return f"private host name {host}"
    try:
        return f"private address {host}" if is_private(host) else None
    except ValueError:
        pass
    try:  # "127.1", "0x7f.1", "2130706433": forms that the system's own parser takes for addresses
        return f"private address {host}" if is_private(socket.inet_ntoa(socket.inet_aton(host))) else None
    except OSError:
        return None


def proxy_hosts() -> frozenset[str]:
    """Host names of the proxies that the environment names: these may be local, for the user chose them."""
    return frozenset(urlsplit(url).hostname or "" for url in getproxies().values())


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, refusing answers that are not public: the address that is checked is the one connected to.
    Setting NETRA_ALLOW_LOOPBACK lets them through."""

    allow = False

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> "PublicResolver":
        resolver: PublicResolver = super().from_crawler(crawler, reactor)
        resolver.allow = crawler.settings.getbool("NETRA_ALLOW_LOOPBACK")
        return resolver

    def getHostByName(self, name: str, timeout: Any = ()) -> "Deferred[str]":
        found: Deferred[str] = super().getHostByName(name, timeout)
        return found if self.allow or name in proxy_hosts() else found.addCallback(self._checked, name)

    @staticmethod
    def _checked(address: str, name: str) -> str:
        if is_private(address):
            raise PrivateAddressError(f"{name} resolves to the private address {address}")
        return address
