"""The outbox -> the addresses that want to be told: signed as Standard Webhooks says, and tried again after a failure.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
import http.client
import logging
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import SplitResult
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from cms.issuance.tries import GIVE_UP, LEASE, pause
from cms.webhooks.addresses import AddressError, check_address, resolve
from cms.webhooks.models import SECRET_PREFIX, Delivery, Webhook

logger = logging.getLogger(__name__)

# For each step of a conversation, and for the whole of it, in seconds.
STEP_SECONDS = 10.0
WHOLE_SECONDS = 20.0
# What was delivered or given up is kept for so long, for people to look at.
KEPT = timedelta(days=30)
GONE = 410


@dataclass
class DeliveryReport:
    """How many were delivered, how many wait for another try, how many are given up."""

    delivered: int = 0
    failed: int = 0
    given_up: int = 0


def is_due() -> bool:
    """Tell whether there is anything to send now."""
    return _waiting().exists()


def deliver() -> DeliveryReport:
    """Send what is due. A failure is kept in the row; nothing is raised for it.

    After a failure an address is left alone for the same pause with all else that it is to be told.
    """
    report = DeliveryReport()
    for pk in list(_waiting().order_by("next_try", "created").values_list("pk", flat=True)):
        _deliver_one(pk, report)
    Delivery.objects.filter(created__lt=timezone.now() - KEPT).exclude(delivered_at=None, failed_at=None).delete()
    return report


def _waiting() -> "QuerySet[Delivery]":
    now = timezone.now()
    return Delivery.objects.filter(delivered_at=None, failed_at=None, next_try__lte=now, webhook__is_active=True)


def _deliver_one(pk: UUID, report: DeliveryReport) -> None:
    """Claim a delivery, send it, and write down what came of it."""
    now = timezone.now()
    if not _waiting().filter(pk=pk).update(next_try=now + LEASE):
        return
    delivery = Delivery.objects.select_related("webhook").get(pk=pk)
    delivery.attempts += 1
    delivery.status, delivery.last_error = None, ""
    try:
        delivery.status = send(delivery.webhook, str(delivery.pk), int(now.timestamp()), delivery.body.encode())
    except AddressError as error:
        delivery.last_error = str(error)
    except (OSError, http.client.HTTPException, ValueError) as error:
        delivery.last_error = f"{type(error).__name__}: {error}"[:300]
    if delivery.status is not None and 200 <= delivery.status < 300:
        delivery.delivered_at = timezone.now()
        report.delivered += 1
    else:
        _note_failure(delivery, report)
    delivery.save()


def _note_failure(delivery: Delivery, report: DeliveryReport) -> None:
    logger.warning("webhook %s: delivery %s failed", delivery.webhook_id, delivery.pk)
    if delivery.status == GONE:
        # Its owner says that it will not come back.
        Webhook.objects.filter(pk=delivery.webhook_id).update(is_active=False)
    if delivery.status == GONE or delivery.created < timezone.now() - GIVE_UP:
        delivery.failed_at = timezone.now()
        report.given_up += 1
    else:
        delivery.next_try = timezone.now() + pause(delivery.attempts)
        _waiting().filter(webhook=delivery.webhook_id).update(next_try=delivery.next_try)
        report.failed += 1


def signature(secret: str, identity: str, timestamp: int, body: bytes) -> str:
    """Return what stands in the header `webhook-signature`."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{identity}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()


def send(webhook: Webhook, identity: str, timestamp: int, body: bytes) -> int:
    """Post a body to an address and return the status of the answer; nothing else of the answer is read.

    No redirect is followed: another address would have to be checked and agreed on anew.

    Raises:
        AddressError: nothing may be sent there.
        OSError, http.client.HTTPException: it cannot be reached, or does not answer in time.
    """
    parts = check_address(webhook.url)
    connection = _connect(parts)
    clock = threading.Timer(WHOLE_SECONDS, _hang_up, [connection])
    clock.start()
    try:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Perennial",
            "Host": parts.netloc,
            "webhook-id": identity,
            "webhook-timestamp": str(timestamp),
            "webhook-signature": signature(webhook.secret, identity, timestamp, body),
        }
        connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        return connection.getresponse().status
    finally:
        clock.cancel()
        connection.close()


def _connect(parts: SplitResult) -> http.client.HTTPConnection:
    """Return an open connection to an address that was checked, under the name that the certificate must have."""
    host = str(parts.hostname)
    is_secure = parts.scheme == "https"
    port = parts.port or (443 if is_secure else 80)
    plain = socket.create_connection((resolve(host, port), port), STEP_SECONDS)
    connection = http.client.HTTPConnection(host, port, timeout=STEP_SECONDS)
    try:
        connection.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=host) if is_secure else plain
    except OSError:
        plain.close()
        raise
    return connection


def _hang_up(connection: http.client.HTTPConnection) -> None:
    """End a conversation in which the other side says something now and then for ever."""
    if connection.sock:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)
