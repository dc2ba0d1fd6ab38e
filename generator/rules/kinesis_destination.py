"""`stream_arn` and `role_arn` of a Firehose destination, and empty ARNs of any destination."""

from __future__ import annotations

from collections.abc import Iterator

from generator import hcl
from generator.hcl.folder import Folder
from generator.plan import Plan
from generator.rules.arn import arn_arguments, read_arn
from generator.rules.base import ERROR, REJECTED, UNKNOWN, WARNING, Finding
from generator.rules.beside import block_of, is_beside, role_of, role_policies, streams_source
from generator.rules.problems import arn_problem, name_problem, reference_problem
from generator.rules.providers import home_of, referred
from generator.rules.registration import on_argument, on_destination
from generator.rules.set_identity import name_at
from generator.rules.static_values import is_null, literal, minimum_length
from generator.rules.tables import argument, part
from generator.spec.fact_types import ArnOf
from generator.spec.facts import ROLE, STREAM, STREAM_NAME
from generator.spec.resolved import Destination, ResolvedSet
from generator.spec.subscriptions import Role
from generator.spec.supporting import FirehoseDestination, Stream


def _swapped(_: object, destination: Destination) -> bool:
    """Whether the role stands where the stream should, and the stream where the role should."""
    firehose = destination.args.firehose
    return (
        firehose is not None
        and _is(firehose.stream_arn or "", ROLE)
        and _is(firehose.role_arn or "", STREAM)
    )


def _is(text: str, expected: ArnOf) -> bool:
    found, arn = hcl.resource_reference(text), read_arn(text)
    return (found is not None and found.type in expected.types) or (
        arn is not None and arn.service == expected.service
    )


_STREAM = "firehose.stream_arn"
ROWS = (
    argument(
        *("SES040", "not-a-delivery-stream", ERROR, REJECTED, _STREAM),
        arn_problem,
        unless=_swapped,
    ),
    argument(
        *("SES041", "stream-reference", ERROR, REJECTED, _STREAM),
        reference_problem,
        unless=_swapped,
    ),
    argument("SES048", "delivery-stream-name", ERROR, REJECTED, _STREAM, name_problem),
    on_argument("SES050", "made-stream", ERROR, REJECTED, at="firehose.stream")(part(Stream)),
    on_argument("SES052", "made-role", ERROR, REJECTED, at="firehose.role")(part(Role)),
    argument("SES042", "not-a-role", ERROR, REJECTED, "firehose.role_arn", unless=_swapped),
)


@on_argument("SES043", "swapped-arns", ERROR, REJECTED, at="firehose")
def swapped_arns(_: FirehoseDestination, destination: Destination) -> Iterator[Finding]:
    """`stream_arn` and `role_arn` are swapped."""
    if _swapped(_, destination):
        message = "stream_arn and role_arn are swapped"
        yield Finding(("stream_arn",), message, "exchange the two values")


@on_destination("SES056", "default-stream-name", ERROR, REJECTED, at="firehose")
def default_stream_name(destination: Destination, owner: ResolvedSet) -> Iterator[Finding]:
    """The names of set and event destination are too long for the stream that is named after them."""
    firehose = destination.args.firehose
    if firehose is None or firehose.stream is None or firehose.stream.name is not None:
        return
    name = f"{owner.name}-{destination.name}"
    if hcl.has_markup(name) and minimum_length(name) > STREAM_NAME.longest:
        message = f"the stream is called {name}: {minimum_length(name)} characters at least"
        help_ = f"give the stream a `name` of its own, of {STREAM_NAME.longest} characters at most"
        yield Finding(name_at(destination), message, help_)


_EXPRESSION, _ERROR_TYPE = "!{", "!{firehose:error-output-type}"


@on_argument("SES057", "prefix-expression", ERROR, REJECTED, at="firehose.stream")
def prefix_expression(stream: Stream) -> Iterator[Finding]:
    """A prefix has an expression that Data Firehose does not take there."""
    prefix, errors = literal(stream.prefix) or "", literal(stream.error_output_prefix) or ""
    if _EXPRESSION in errors and _ERROR_TYPE not in errors:
        message = f"a prefix of errors with an expression must hold {_ERROR_TYPE}"
        yield Finding(
            ("error_output_prefix",), message, f"write {errors.rstrip('/')}/{_ERROR_TYPE}/"
        )
    if _ERROR_TYPE in prefix:
        message = f"{_ERROR_TYPE} belongs into `error_output_prefix` alone"
        yield Finding(("prefix",), message, "leave it out")


@on_destination("SES044", "empty-arn", ERROR, REJECTED)
def empty_arn(destination: Destination) -> Iterator[Finding]:
    """An ARN is empty."""
    for path, text in arn_arguments(destination):
        if not text or ("null" in text and is_null(text)):
            message = f"{path[-1]} is {'null' if text else 'empty'}"
            yield Finding(path, message, "write the ARN")


@on_argument("SES046", "role-account", WARNING, UNKNOWN, at="firehose")
def role_account(
    _: FirehoseDestination, destination: Destination, __: ResolvedSet, plan: Plan
) -> Iterator[Finding]:
    """The role and the delivery stream belong to different accounts."""
    found = {of.argument: of for of in referred(plan, destination)}
    stream, role = (
        found[name].arn.owner if name in found else None for name in ("stream_arn", "role_arn")
    )
    if stream and role and stream != role:
        message = f"the role is of account {role}, the stream of account {stream}"
        yield Finding(("role_arn",), message, "use a role of the stream's account")
        return
    accounts = home_of(plan, destination).accounts if plan.beside.is_known else ()
    for name, of in found.items() if accounts else ():
        if of.arn.owner and of.arn.owner not in accounts:
            noun, others = name.partition("_")[0], " or ".join(sorted(accounts))
            message = f"the {noun} is of account {of.arn.owner}, the event destination of {others}"
            help_ = f"use a {noun} of the account that sends"
            yield Finding((name,), message, help_, beside=of.places("the account"))


@on_argument("SES055", "role-without-policy", WARNING, REJECTED, at="firehose.role_arn")
def role_without_policy(
    role_arn: str, destination: Destination, _: ResolvedSet, plan: Plan
) -> Iterator[Finding]:
    """An event destination with a role made beside it does not wait for the role's policy."""
    found = hcl.resource_reference(role_arn)
    if found is None or (found.type, found.attribute) != ("aws_iam_role", "arn") or found.is_data:
        return
    if plan.beside.is_whole and not _has_policy_apart(role_arn, plan.beside):
        return  # nothing is known to wait for
    if not destination.args.depends_on:
        message = f"nothing waits for the policy of aws_iam_role.{found.label}"
        help_ = "add that policy to `depends_on`, or let the module make the role: `role: {}`"
        yield Finding((), message, help_)


def _has_policy_apart(role_arn: str, folder: Folder) -> bool:
    """Whether a role has a policy that is a resource of its own."""
    role = role_of(folder, role_arn)
    return role is not None and any(one.block != role for one in role_policies(folder, role))


@on_argument("SES058", "stream-source", ERROR, REJECTED, at="firehose.stream_arn", when=is_beside)
def stream_source(
    stream_arn: str, _: Destination, __: ResolvedSet, plan: Plan
) -> Iterator[Finding]:
    """The delivery stream takes its records from a source, and from no one else."""
    stream = block_of(plan.beside, stream_arn, *STREAM.types)
    source = streams_source(stream) if stream is not None else None
    if stream is not None and source is not None:
        message = f"{stream.address} has a source of its own: it does not take records from SES"
        help_ = f"publish to a stream without {source}"
        yield Finding((), message, help_, beside=(("the stream", stream.place()),))
