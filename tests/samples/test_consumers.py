"""Libraries that people parse events with understand the samples."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aws_lambda_powertools.utilities.parser import models
from django.conf import settings
from django.test import RequestFactory

from generator.samples import Delivery, Origin, event, subtypes, written
from generator.spec.base import EVERY_EVENT_TYPE

ANY = Origin()
ANYMAIL = {
    "send": "sent",
    "reject": "rejected",
    "bounce": "bounced",
    "complaint": "complained",
    "delivery": "delivered",
    "open": "opened",
    "click": "clicked",
    "renderingFailure": "failed",
    "deliveryDelay": "unknown",
    "subscription": "unknown",
}
"""What django-anymail calls the event types; it knows no newer ones."""


@pytest.fixture(scope="module")
def anymail() -> type[Any]:
    """The view that answers an HTTPS endpoint of SNS."""
    if not settings.configured:
        settings.configure(USE_TZ=True, ANYMAIL={"WEBHOOK_SECRET": "a:b"}, DEFAULT_CHARSET="utf-8")
    from anymail.webhooks.amazon_ses import AmazonSESTrackingWebhookView

    view: type[Any] = AmazonSESTrackingWebhookView
    return view


@pytest.mark.parametrize("type_", EVERY_EVENT_TYPE)
def test_django_anymail(anymail: type[Any], type_: str) -> None:
    kinds = set()
    for kind in subtypes(type_) or ("",):
        text = written(event(type_, ANY, kind), Delivery("sns"), ANY)
        heads = {"HTTP_X_AMZ_SNS_MESSAGE_TYPE": "Notification"}
        heads["HTTP_X_AMZ_SNS_MESSAGE_ID"] = json.loads(text)["MessageId"]
        request = RequestFactory().post("/", text, content_type="text/plain", **heads)
        view = anymail()
        view.validate_request(request)
        (found,) = view.parse_events(request)
        kinds.add(found.event_type)
        assert found.recipient == "recipient@example.com"
        assert found.message_id.startswith("EXAMPLE")
    assert kinds == {ANYMAIL[type_]}


@pytest.mark.parametrize("type_", EVERY_EVENT_TYPE)
def test_powertools_for_lambda(type_: str) -> None:
    sample = event(type_, ANY)
    called = models.SnsModel.model_validate_json(written(sample, Delivery("lambda"), ANY))
    assert json.loads(str(called.Records[0].Sns.Message)) == sample.record
    body = models.SnsNotificationModel.model_validate_json(written(sample, Delivery("sqs"), ANY))
    assert json.loads(str(body.Message)) == sample.record
    bus = models.EventBridgeModel.model_validate_json(written(sample, Delivery("eventbridge"), ANY))
    assert (bus.source, bus.detail) == ("aws.ses", sample.record)
