"""Which addresses of the internet may be sent to: nothing inside our own network, unless the setting says so.

An address is checked when it is typed, as far as that goes without asking anybody, and again each time before
sending: the names are resolved, every address that they stand for is checked, and the connection goes to just that
one, so that nobody can answer with another one in between.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

# Behind these prefixes stands an address of IPv4 (RFC 6052).
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


class AddressError(Exception):
    """Nothing may be sent to the address; the message says why."""


def check_address(url: str) -> SplitResult:
    """Return the parts of an address, as far as it can be judged by itself.

    Raises:
        AddressError: no https, a password in it, or a host of our own network.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressError(_("This is no address of the web.")) from error
    schemes = {"https", "http"} if settings.WEBHOOKS_TO_PRIVATE_ADDRESSES else {"https"}
    if parts.scheme not in schemes or not parts.hostname or port == 0:
        raise AddressError(_("The address must begin with https://."))
    if parts.username is not None or parts.password is not None:
        raise AddressError(_("The address must not hold a name or password: what is sent is signed instead."))
    try:
        literal = ip_address(parts.hostname)
    except ValueError:
        if "." not in parts.hostname.strip(".") and not settings.WEBHOOKS_TO_PRIVATE_ADDRESSES:
            raise AddressError(_("The address must name a host of the internet.")) from None
    else:
        _check_public(literal)
    return parts


def resolve(host: str, port: int) -> str:
    """Return an address of the host that may be sent to.

    Raises:
        AddressError: the host is unknown, or one of its addresses lies inside a network of somebody's own.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressError(_("The host is not known.")) from error
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    for address in addresses:
        _check_public(ip_address(address))
    return addresses[0]


def _check_public(address: IPv4Address | IPv6Address) -> None:
    if not settings.WEBHOOKS_TO_PRIVATE_ADDRESSES and not is_public(address):
        raise AddressError(_("The address lies inside a private network, where nothing is sent."))


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address belongs to the internet; one that carries an address of IPv4 is judged by that too."""
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv6Address):
        inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if any(address in network for network in _NAT64):
            inner.append(IPv4Address(int(address) & 0xFFFFFFFF))
        return all(is_public(found) for found in inner if found is not None)
    return True
