"""A local AWS on the loopback interface: SES event publishing here, everything else from moto.

API v1 is served here, API v2 over the same store by :mod:`tests.support.sesv2_server`.

moto keeps one event destination for each set and cannot delete it; this answers as AWS does, with its
limits and its errors (codes and texts: SES API v1 reference; recorded answers in public test suites).
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, NamedTuple
from unittest.mock import patch
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

import boto3
from moto.backends import get_backend
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.sqs.models import Queue
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

ACCOUNT, REGION = "123456789012", "eu-west-1"
MAX_DESTINATIONS = 10
_NAMESPACE = "http://ses.amazonaws.com/doc/2010-12-01/"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MEMBER = re.compile(r"member\.(\d+)")


class SesError(Exception):
    """An error as AWS answers it, with HTTP status 400."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass
class SesSet:
    """A configuration set: its destinations by name and its options."""

    destinations: dict[str, dict[str, Any]] = field(default_factory=dict)
    options: dict[str, dict[str, Any]] = field(default_factory=dict)


class Store(NamedTuple):
    """The configuration sets and identities of one Region, which an action works on.

    ``tls_always`` says that a TLS policy is answered for sets that never had one: what AWS does is not known.
    """

    region: str
    sets: dict[str, SesSet]
    identities: dict[str, dict[str, Any]]
    tls_always: bool


@dataclass
class LocalAws:
    """What a test sees: the endpoint, the SES state, and a log of what was asked."""

    url: str = ""
    regions: dict[str, dict[str, SesSet]] = field(default_factory=dict)
    identities: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    log: list[tuple[float, str, dict[str, Any]]] = field(default_factory=list)
    tls_always: bool = False
    asked: set[str] = field(default_factory=set)
    """What was asked of services with actions in forms (SES v1, SNS, STS, IAM), as IAM calls it: ``sns:CreateTopic``."""

    @property
    def sets(self) -> dict[str, SesSet]:
        """The configuration sets of the Region that tests use by default."""
        return self.sets_in(REGION)

    def sets_in(self, region: str) -> dict[str, SesSet]:
        """The configuration sets of a Region, by name."""
        return self.regions.setdefault(region, {})

    def store(self, region: str) -> Store:
        """What an action of a Region works on."""
        identities = self.identities.setdefault(region, {})
        return Store(region, self.sets_in(region), identities, self.tls_always)

    def client(self, service: str, region: str = REGION) -> Any:  # noqa: ANN401 - boto3 makes clients at run time
        """A boto3 client of the endpoint."""
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=region,
            aws_access_key_id="local",
            aws_secret_access_key="local",
        )

    def actions(self) -> list[str]:
        """The names of the SES actions so far that change something."""
        return [name for _, name, _ in self.log if not name.startswith(("Describe", "List", "Get"))]

    def destinations(self, name: str) -> dict[str, dict[str, Any]]:
        """The event destinations of a set as boto3 reads them back, by name."""
        answer = self.client("ses").describe_configuration_set(
            ConfigurationSetName=name, ConfigurationSetAttributeNames=["eventDestinations"]
        )
        return {item["Name"]: item for item in answer["EventDestinations"]}


class _Quiet(WSGIRequestHandler):
    """No line for each request: ``LocalAws.log`` has what matters."""

    def log_request(self, *_: object) -> None:
        """Say nothing."""


_of_moto = Queue.attributes


def _attributes(queue: Queue) -> dict[str, Any]:
    """The attributes of a queue; AWS gives a redrive policy back as it got it, moto adds blanks."""
    found: dict[str, Any] = _of_moto.__get__(queue)
    if found.get("RedrivePolicy"):
        policy = json.loads(found["RedrivePolicy"])
        found["RedrivePolicy"] = json.dumps(policy, separators=(",", ":"))
    return found


@contextmanager
def local_aws() -> Iterator[LocalAws]:
    """Serve a fresh local AWS until the end of the block."""
    from tests.support import sesv2_server

    state = LocalAws()
    moto = DomainDispatcherApplication(create_backend_app)
    lock = threading.Lock()
    answers: dict[str, Response] = {}

    @Request.application
    def application(request: Request) -> Any:  # noqa: ANN401 - a WSGI application
        scope = request.headers.get("Authorization", "")
        signed = re.search(r"/([a-z0-9-]+)/(?:email|ses)/aws4_request", scope)
        # Who missed an answer asks again under the same id: it must not be carried out twice.
        invocation = request.headers.get("amz-sdk-invocation-id", "")
        if signed and request.path.startswith(sesv2_server.SERVED):
            with lock:
                if not invocation or invocation not in answers:
                    answers[invocation] = _sesv2(state, signed[1], request)
                return answers[invocation]
        if signed and request.method == "POST":
            form = parse_qs(request.get_data(as_text=True), keep_blank_values=True)
            state.asked.update(f"ses:{action}" for action in form.get("Action", ()))
            with lock:
                if not invocation or invocation not in answers:
                    values = {key: entries[0] for key, entries in form.items()}
                    answers[invocation] = _ses(state, signed[1], values)
                return answers[invocation]
        _note(state, scope, request)
        with lock:  # moto's backends do not expect several requests at once
            return Response.from_app(moto, request.environ)

    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_Quiet)
    state.url = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with patch.object(Queue, "attributes", property(_attributes)):
            yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        for service in ("sns", "iam", "kms", "firehose", "s3", "cloudwatch", "sqs", "logs"):
            for account in get_backend(service).values():
                for backend in account.values():
                    backend.reset()


def _note(state: LocalAws, scope: str, request: Request) -> None:
    """Remember which action moto is asked for, and give the text back: it is read once."""
    service = re.search(r"/([a-z0-9-]+)/aws4_request", scope)
    if service and request.mimetype == "application/x-www-form-urlencoded":
        text = request.get_data(cache=False)
        actions = parse_qs(text.decode("utf-8", "replace")).get("Action", ())
        state.asked.update(f"{service[1]}:{action}" for action in actions)
        request.environ["wsgi.input"] = BytesIO(text)


def _sesv2(state: LocalAws, region: str, request: Request) -> Response:
    from tests.support import sesv2_server

    asked = sesv2_server.operation(request.method, request.path)
    given = request.get_json(force=True) if request.get_data() else {}
    if "ResourceArn" in request.args:
        given |= {
            "ResourceArn": request.args["ResourceArn"],
            "TagKeys": request.args.getlist("TagKeys"),
        }
    state.log.append((time.monotonic(), asked, {"path": request.path, **given}))
    store = state.store(region)
    asking = (request.method, request.path, given)
    status, text = sesv2_server.answer(store, *asking)
    return Response(text, status=status, content_type="application/json")


def _ses(state: LocalAws, region: str, form: dict[str, str]) -> Response:
    action = form.get("Action", "")
    parameters = _nested(form)
    state.log.append((time.monotonic(), action, parameters))
    try:
        result = _answer(state, region, action, parameters)
    except SesError as error:
        body = (
            f'<ErrorResponse xmlns="{_NAMESPACE}"><Error><Type>Sender</Type><Code>{error.code}</Code>'
            f"<Message>{escape(str(error))}</Message></Error><RequestId>1</RequestId></ErrorResponse>"
        )
        return Response(body, status=400, content_type="text/xml")
    body = (
        f'<{action}Response xmlns="{_NAMESPACE}"><{action}Result>{_xml(result)}</{action}Result>'
        f"<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></{action}Response>"
    )
    return Response(body, content_type="text/xml")


def _answer(
    state: LocalAws, region: str, action: str, parameters: dict[str, Any]
) -> dict[str, Any]:
    if action not in _ACTIONS:
        raise SesError("InvalidAction", f"Could not find operation {action}")
    result: dict[str, Any] = _ACTIONS[action](state.store(region), parameters)
    return result


def _nested(form: dict[str, str]) -> dict[str, Any]:
    """``A.B.member.1`` and so on as nested dictionaries and lists."""
    result: dict[str, Any] = {}
    for key, text in form.items():
        steps = _MEMBER.sub(r"member\1", key).split(".")
        node = result
        for step in steps[:-1]:
            node = node.setdefault(step, {})
        node[steps[-1]] = text
    return {key: _lists(value) for key, value in result.items()}


def _lists(value: Any) -> Any:  # noqa: ANN401 - a parameter
    if not isinstance(value, dict):
        return value
    items = {key: _lists(item) for key, item in value.items()}
    if items and all(key.startswith("member") for key in items):
        return [items[key] for key in sorted(items, key=lambda key: int(key[6:]))]
    return items


def _xml(value: Any) -> str:  # noqa: ANN401 - a parameter
    if isinstance(value, dict):
        return "".join(f"<{key}>{_xml(item)}</{key}>" for key, item in value.items())
    if isinstance(value, list):
        return "".join(f"<member>{_xml(item)}</member>" for item in value)
    if isinstance(value, bool):
        return str(value).lower()
    return escape(str(value))


# -- actions ---------------------------------------------------------------------------------------


def _set(store: Store, parameters: dict[str, Any]) -> SesSet:
    name = parameters.get("ConfigurationSetName", "")
    if name not in store.sets:
        message = f"Configuration set <{name}> does not exist."
        raise SesError("ConfigurationSetDoesNotExist", message)
    return store.sets[name]


def create_set(store: Store, parameters: dict[str, Any]) -> dict[str, Any]:
    """Make a configuration set."""
    name = parameters["ConfigurationSet"]["Name"]
    if not _NAME.fullmatch(name):
        raise SesError("InvalidConfigurationSet", f"Invalid configuration set name <{name}>.")
    if name in store.sets:
        message = f"Configuration set <{name}> already exists."
        raise SesError("ConfigurationSetAlreadyExists", message)
    store.sets[name] = SesSet()
    return {}


def _delete_set(store: Store, parameters: dict[str, Any]) -> dict[str, Any]:
    _set(store, parameters)
    del store.sets[parameters["ConfigurationSetName"]]
    return {}


def _list_sets(store: Store, parameters: dict[str, Any]) -> dict[str, Any]:
    del parameters
    return {"ConfigurationSets": [{"Name": name} for name in sorted(store.sets)]}


def _describe_set(store: Store, parameters: dict[str, Any]) -> dict[str, Any]:
    found = _set(store, parameters)
    wanted = parameters.get("ConfigurationSetAttributeNames") or []
    result: dict[str, Any] = {"ConfigurationSet": {"Name": parameters["ConfigurationSetName"]}}
    if "eventDestinations" in wanted:
        result["EventDestinations"] = list(found.destinations.values())
    groups = {
        "trackingOptions": "TrackingOptions",
        "deliveryOptions": "DeliveryOptions",
        "reputationOptions": "ReputationOptions",
    }
    always = {"ReputationOptions": {"SendingEnabled": "true", "ReputationMetricsEnabled": "false"}}
    if store.tls_always:
        always["DeliveryOptions"] = {"TlsPolicy": "Optional"}
    for attribute, group in groups.items():
        if attribute in wanted and (found.options.get(group) or group in always):
            result[group] = always.get(group, {}) | found.options.get(group, {})
            for newer in ("HttpsPolicy", "MaxDeliverySeconds", "SendingPoolName"):
                result[group].pop(newer, None)
    return result


def _option(group: str, *keys: str) -> Any:  # noqa: ANN401 - a handler
    def handler(store: Store, parameters: dict[str, Any]) -> dict[str, Any]:
        found = _set(store, parameters)
        given = parameters.get(group)
        source = given if isinstance(given, dict) else parameters
        options = found.options.setdefault(group, {})
        options |= {renamed: source[key] for key, renamed in _pairs(keys) if key in source}
        return {}

    return handler


def _pairs(keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key in keys:
        name, _, renamed = key.partition("=")
        yield name, renamed or name


def _delete_tracking(store: Store, parameters: dict[str, Any]) -> dict[str, Any]:
    _set(store, parameters).options.pop("TrackingOptions", None)
    return {}


def create_destination(store: Store, parameters: dict[str, Any]) -> dict[str, Any]:
    """Make an event destination of a set."""
    found = _set(store, parameters)
    item = _checked(store, parameters.get("EventDestination", {}))
    name = item["Name"]
    if name in found.destinations:
        message = f"Event destination <{name}> already exists in configuration set."
        raise SesError("EventDestinationAlreadyExists", message)
    if len(found.destinations) >= MAX_DESTINATIONS:
        message = f"A configuration set has at most {MAX_DESTINATIONS} event destinations."
        raise SesError("LimitExceeded", message)
    found.destinations[name] = item
    return {}


def update_destination(store: Store, parameters: dict[str, Any]) -> dict[str, Any]:
    """Replace what an event destination says."""
    found = _set(store, parameters)
    item = _checked(store, parameters.get("EventDestination", {}))
    if item["Name"] not in found.destinations:
        raise _no_destination(item["Name"])
    found.destinations[item["Name"]] = item
    return {}


def delete_destination(store: Store, parameters: dict[str, Any]) -> dict[str, Any]:
    """Delete an event destination."""
    found = _set(store, parameters)
    name = parameters.get("EventDestinationName", "")
    if found.destinations.pop(name, None) is None:
        raise _no_destination(name)
    return {}


def _no_destination(name: str) -> SesError:
    return SesError("EventDestinationDoesNotExist", f"Event destination <{name}> does not exist.")


_KINDS = (
    *("CloudWatchDestination", "KinesisFirehoseDestination", "SNSDestination"),
    *("EventBridgeDestination", "PinpointDestination"),
)


def _checked(store: Store, item: dict[str, Any]) -> dict[str, Any]:
    """An event destination as AWS keeps it: types sorted, ``Enabled`` false unless given."""
    name = item.get("Name", "")
    if not _NAME.fullmatch(name):
        raise SesError("InvalidParameterValue", "Invalid event destination name.")
    types = item.get("MatchingEventTypes") or []
    if not types:
        raise SesError("InvalidParameterValue", "At least one event type must be specified.")
    kinds = [kind for kind in _KINDS if item.get(kind)]
    if not kinds:
        raise SesError("InvalidParameterValue", "Event destination is not provided.")
    if len(kinds) > 1:
        raise SesError("InvalidParameterValue", "Please provide only one destination.")
    _check_kind(store, kinds[0], item[kinds[0]])
    return {
        "Name": name,
        "Enabled": item.get("Enabled", "false"),
        "MatchingEventTypes": sorted(types),
        kinds[0]: item[kinds[0]],
    }


def _check_kind(store: Store, kind: str, value: dict[str, Any]) -> None:
    match kind:
        case "SNSDestination":
            arn = value.get("TopicARN", "")
            topics = get_backend("sns")[ACCOUNT][store.region].topics
            if not arn.startswith("arn:aws:sns:") or (f":{ACCOUNT}:" in arn and arn not in topics):
                raise SesError("InvalidSNSDestination", f"SNS topic <{arn}> not found.")
        case "KinesisFirehoseDestination":
            stream, role = value.get("DeliveryStreamARN", ""), value.get("IAMRoleARN", "")
            if not stream.startswith("arn:aws:firehose:") or ":role/" not in role:
                message = (
                    f"Could not access Kinesis Firehose Stream <{stream}> using IAM role <{role}>."
                )
                raise SesError("InvalidFirehoseDestination", message)
        case "EventBridgeDestination":
            bus = f"arn:aws:events:{store.region}:{ACCOUNT}:event-bus/default"
            if value.get("EventBusArn") != bus:
                raise SesError("InvalidParameterValue", "Only the default bus is supported.")
        case "PinpointDestination":
            pass
        case _:
            dimensions = value.get("DimensionConfigurations") or []
            names = [item.get("DimensionName") for item in dimensions]
            if not dimensions or len(set(names)) != len(names) or len(names) > MAX_DESTINATIONS:
                message = "CloudWatch metrics dimension configuration list is invalid."
                raise SesError("InvalidCloudWatchDestination", message)


_ACTIONS: dict[str, Any] = {
    "CreateConfigurationSet": create_set,
    "DeleteConfigurationSet": _delete_set,
    "DescribeConfigurationSet": _describe_set,
    "ListConfigurationSets": _list_sets,
    "CreateConfigurationSetEventDestination": create_destination,
    "UpdateConfigurationSetEventDestination": update_destination,
    "DeleteConfigurationSetEventDestination": delete_destination,
    "CreateConfigurationSetTrackingOptions": _option("TrackingOptions", "CustomRedirectDomain"),
    "UpdateConfigurationSetTrackingOptions": _option("TrackingOptions", "CustomRedirectDomain"),
    "DeleteConfigurationSetTrackingOptions": _delete_tracking,
    "PutConfigurationSetDeliveryOptions": _option("DeliveryOptions", "TlsPolicy"),
    "UpdateConfigurationSetReputationMetricsEnabled": _option(
        "ReputationOptions", "Enabled=ReputationMetricsEnabled"
    ),
    "UpdateConfigurationSetSendingEnabled": _option("ReputationOptions", "Enabled=SendingEnabled"),
}
