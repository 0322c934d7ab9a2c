"""What happens in the CMS is told to others: signed, tried again, and never to an address inside our own network."""

import base64
import hashlib
import hmac
import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from cms.issuance.awards.direct import issue_directly
from cms.issuance.credentials.facts import IssuedBadge
from cms.issuance.steps import Actor
from cms.issuance.tries import GIVE_UP
from cms.webhooks.addresses import AddressError, check_address, is_public, resolve
from cms.webhooks.delivery import deliver, is_due
from cms.webhooks.events import tell_one
from cms.webhooks.models import Delivery, Event, Webhook


@dataclass
class Receiver:
    """A program of others: what it was sent, and what it answers."""

    url: str
    statuses: list[int] = field(default_factory=list)
    received: list[tuple[Any, bytes]] = field(default_factory=list)


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    """Listen on this machine, which the setting allows."""
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = True

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.received.append((self.headers, body))
            self.send_response(found.statuses.pop(0) if found.statuses else 204)
            self.send_header("Location", f"{found.url}elsewhere")
            self.end_headers()

        def log_message(self, *words: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Receiver(f"http://127.0.0.1:{server.server_port}/hook?from=cms")
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield found
        server.shutdown()
        thread.join()


@pytest.fixture
def webhook(db: None, receiver: Receiver) -> Webhook:
    return Webhook.objects.create(name="Newsletter", url=receiver.url, events=[event.value for event in Event])


def told() -> list[tuple[str, str]]:
    """Return what waits or was sent: the event, and the address of its page."""
    bodies = [json.loads(delivery.body) for delivery in Delivery.objects.order_by("created")]
    return [(body["type"], body["data"].get("@id", body["data"].get("badge"))) for body in bodies]


def page(slug: str, language: str) -> Any:
    return Page.objects.get(slug=slug, locale__language_code=language).specific


def new() -> list[tuple[str, str]]:
    """Return what was told since the last call."""
    found = told()
    Delivery.objects.all().delete()
    return found


def test_pages_are_told_and_translations_when_they_are_new(sample: Path, webhook: Webhook) -> None:
    page("about", "en").save_revision().publish()
    assert ("page.published", "/en/about/") in new()
    page("about", "ar").unpublish()
    assert new() == [("page.unpublished", "/ar/about/")]
    Page.objects.filter(pk=page("about", "ar").pk).update(first_published_at=None)
    page("about", "ar").save_revision().publish()
    assert new() == [("page.published", "/ar/about/"), ("page.translated", "/ar/about/")]
    page("about", "ar").save_revision().publish()
    assert new() == [("page.published", "/ar/about/")]
    page("privacy", "en").delete()
    assert ("page.unpublished", "/en/privacy/") in new()


def test_a_badge_is_told_and_not_whose_it_is(sample: Path, webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.issuance.awards.make.issue_badge", lambda facts: IssuedBadge({}, b"", b"", b""))
    issue_directly("listening", "en", ("Aino Example", "aino@example.org"), Actor("somebody"))
    body = Delivery.objects.get().body
    assert json.loads(body)["data"]["achievement"].endswith("/achievements/listening.json")
    assert "ino" not in body


def publish_and_fail() -> None:
    with transaction.atomic():
        page("about", "en").save_revision().publish()
        raise ZeroDivisionError


def test_what_did_not_happen_and_what_nobody_wants_is_not_told(sample: Path, webhook: Webhook) -> None:
    with pytest.raises(ZeroDivisionError):
        publish_and_fail()
    webhook.events = [Event.AWARDED.value]
    webhook.save()
    page("about", "en").save_revision().publish()
    assert told() == []


def test_a_delivery_is_signed_as_standard_webhooks_says(webhook: Webhook, receiver: Receiver) -> None:
    tell_one(webhook, Event.PUBLISHED, {"@id": "/fi/", "title": "Ääni"})
    assert deliver().delivered == 1
    [(headers, body)] = receiver.received
    delivery = Delivery.objects.get()
    assert (headers["webhook-id"], delivery.status, delivery.state) == (str(delivery.pk), 204, "delivered")
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    key = base64.b64decode(webhook.secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body.decode()}"
    expected = base64.b64encode(hmac.new(key, signed.encode(), hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert json.loads(body)["data"]["title"] == "Ääni"
    assert not is_due()


def later(**time: float) -> None:
    moment = timezone.now() - timedelta(**time)
    Delivery.objects.update(next_try=moment)


def test_what_fails_is_tried_again_with_the_same_id_and_holds_back_what_follows(
    webhook: Webhook, receiver: Receiver
) -> None:
    for number in range(2):
        tell_one(webhook, Event.PUBLISHED, {"number": number})
    receiver.statuses = [500, 302]
    assert deliver().failed == 1
    assert not is_due()
    later(seconds=1)
    assert deliver().failed == 1  # a redirect is no delivery, and is not followed
    later(seconds=1)
    assert deliver().delivered == 2
    identities = [headers["webhook-id"] for headers, _body in receiver.received]
    assert identities[0] in identities[1:]
    assert len(set(identities)) == 2
    assert not Delivery.objects.exclude(delivered_at=None).filter(status=500).exists()


def test_what_fails_for_days_is_given_up_and_can_be_sent_by_hand(
    webhook: Webhook, receiver: Receiver, admin_client: Client
) -> None:
    tell_one(webhook, Event.PUBLISHED, {})
    Delivery.objects.update(created=timezone.now() - GIVE_UP - timedelta(minutes=1))
    receiver.statuses = [503]
    assert deliver().given_up == 1
    screen = admin_client.get(f"/admin/webhooks/edit/{webhook.pk}/").content.decode()
    assert "given up" in screen
    assert "503" in screen
    admin_client.post(f"/admin/webhooks/act/{webhook.pk}/", {"again": str(Delivery.objects.get().pk)})
    assert deliver().delivered == 1


def test_an_address_that_is_gone_is_told_nothing_more(webhook: Webhook, receiver: Receiver) -> None:
    tell_one(webhook, Event.PUBLISHED, {})
    receiver.statuses = [410]
    assert deliver().given_up == 1
    webhook.refresh_from_db()
    assert not webhook.is_active


def test_a_closed_port_and_a_slow_answer_are_failures(
    webhook: Webhook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr("cms.webhooks.delivery.STEP_SECONDS", 0.05)
        webhook.url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        webhook.save()
        tell_one(webhook, Event.PUBLISHED, {})
        assert deliver().failed == 1
        assert "timed out" in Delivery.objects.get().last_error
    later(seconds=1)
    assert deliver().failed == 1
    assert "refused" in Delivery.objects.get().last_error


@pytest.mark.parametrize(
    "url",
    [
        *("http://site.example/", "https://localhost/", "https://127.0.0.1/", "https://[::1]/", "https://10.1.2.3/"),
        *("https://169.254.169.254/latest", "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::a00:1]/"),
        *("https://[2002:7f00:1::]/", "https://0.0.0.0/", "https://224.0.0.1/", "https://intranet/"),
        *("https://user:word@site.example/", "ftp://site.example/", "https://site.example:99999/", "https:///x"),
    ],
)
def test_addresses_of_our_own_network_are_refused(url: str) -> None:
    with pytest.raises(AddressError):
        check_address(url)


@pytest.mark.parametrize("found", [["93.184.216.34", "10.0.0.1"], ["fd00::1"], ["127.0.0.1"]])
def test_a_name_that_stands_for_an_inner_address_is_refused(found: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [(2, 1, 6, "", (address, 443)) for address in found]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *words, **more: entries)
    with pytest.raises(AddressError):
        resolve("site.example", 443)


def test_public_addresses_are_public() -> None:
    assert all(is_public(ip_address(text)) for text in ("93.184.216.34", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"))


def test_only_those_who_may_see_the_screens(
    webhook: Webhook, client: Client, admin_client: Client, settings: Any
) -> None:
    assert "Newsletter" in admin_client.get("/admin/webhooks/").content.decode()
    before = webhook.secret
    admin_client.post(f"/admin/webhooks/act/{webhook.pk}/", {"test": ""})
    admin_client.post(f"/admin/webhooks/act/{webhook.pk}/", {"renew": ""})
    webhook.refresh_from_db()
    assert told() == [("test", None)]
    assert webhook.secret != before
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False
    sent = {"name": "x", "url": "https://127.0.0.1/", "events": ["page.published"], "is_active": "on"}
    assert "private network" in admin_client.post("/admin/webhooks/new/", sent).content.decode()
    client.force_login(get_user_model().objects.create_user("visitor"))
    for path in (f"act/{webhook.pk}/", f"edit/{webhook.pk}/", "new/"):
        assert client.post(f"/admin/webhooks/{path}", {"renew": ""}).status_code in {302, 403}
    assert Webhook.objects.get().secret == webhook.secret


@pytest.fixture(autouse=True)
def no_other_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but this machine is asked."""
    real: Callable[..., Any] = socket.getaddrinfo

    def ask(host: Any, *words: Any, **more: Any) -> Any:
        assert host == "127.0.0.1"
        return real(host, *words, **more)

    monkeypatch.setattr(socket, "getaddrinfo", ask)
