"""What AWS takes as the value of a key: characters, words, numbers, ARNs. Data alone: the rules check by it.

``tests/unit/test_facts.py`` compares these with botocore's models of the services. What has no shape there says
where it comes from.
"""

from __future__ import annotations

from generator.spec.fact_types import ArnOf, Between, Characters, Like, Period, Share

SES_NAME = Characters("_-", 64)
"""The name of a configuration set or an event destination."""
# RFC 1035, section 2.3.4: parts of 63 characters, 253 in all. An address has digits in place of the last part.
DOMAIN = Like(
    r"(?=.{1,253}\Z)(?:\w(?:[\w-]{0,61}\w)?\.)+(?!\d+\Z)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?",
    "a domain such as links.example.com",
    "a domain name",
)
"""A host with a domain. SES takes a domain or subdomain that is verified."""
# SES API v2, CreateEmailIdentity: "The email address or domain to verify." RFC 5321, section 4.5.3.1.1: 64 octets before the @.
IDENTITY = Like(
    rf"(?:[^\s@<>()\[\]\\,:;\"*]{{1,64}}@)?{DOMAIN.pattern}",
    "a domain such as example.com, or an address such as news@example.com",
    "an identity",
)
"""What mail is sent from: a domain or an e-mail address that is verified."""
EVENT_DESTINATIONS = Between(0, 10, "event destinations", by="AWS")
"""Those of one configuration set. SES Developer Guide, "Service quotas"."""
TOPIC_NAME = Characters("_-", 256, by="SNS")
"""The name of a standard topic."""
# CloudFormation, AWS::SNS::Topic, DisplayName.
DISPLAY_NAME = Like(r"(?s:.{0,100})", "up to 100 characters", "a display name")
"""What a topic is called in mails and text messages."""
FIFO = ".fifo"
"""What the name of a FIFO topic ends in."""
STREAM_NAME = Characters("_.-", 64, by="Data Firehose")
"""The name of a delivery stream."""
QUEUE_NAME = Characters("_-", 80, by="SQS")
"""The name of a standard queue."""
# SQS API, SetQueueAttributes.
RETENTION = Between(60, 1_209_600, "seconds", by="SQS")
"""How long a queue keeps a message."""
VISIBILITY = Between(0, 43_200, "seconds", by="SQS")
"""How long nobody else gets a message that somebody has received."""
RECEIVES = Between(1, 1_000, "receives", by="SQS")
"""How often a message is received before it goes to the dead-letter queue."""

# SES Developer Guide, "Creating reputation monitoring alarms using CloudWatch": decimal numbers between 0 and 1.
RATE = Share("the rate")
"""A rate of bounces or complaints."""
PERIOD = Period((10, 20, 30), 60)
"""The period of an alarm."""
ALARM_ACTIONS = Between(1, 5, "actions", by="CloudWatch")
"""The actions of an alarm under one key."""
ACTIONS = (*("sns", "lambda", "ssm", "ssm-incidents", "autoscaling", "automate", "swf", "aiops"),)
"""The services of which an alarm has actions."""

# SNS Developer Guide, "Identity and access management": the ARN of a topic ends in its name.
TOPIC = ArnOf(
    noun="topic",
    kind="an SNS topic",
    service="sns",
    resources=("<topic>",),
    name=TOPIC_NAME._replace(ending=FIFO),
    types=("aws_sns_topic",),
    attributes=("arn", "id"),
)
STREAM = ArnOf(
    noun="stream",
    kind="a delivery stream",
    service="firehose",
    resources=("deliverystream/<name>",),
    name=STREAM_NAME,
    types=("aws_kinesis_firehose_delivery_stream",),
    attributes=("arn", "id"),
    mistaken=("kinesis", "the stream is a Kinesis data stream; SES publishes to Data Firehose"),
)
ROLE = ArnOf(
    noun="role",
    kind="an IAM role",
    service="iam",
    resources=("role/<name>",),
    # The path belongs to it.
    name=Like(r"[\x21-\x7e]+", "its path and name without blanks"),
    types=("aws_iam_role",),
    region=False,
)
POLICY = ROLE._replace(
    noun="policy",
    kind="an IAM policy",
    resources=("policy/<name>",),
    types=("aws_iam_policy",),
    attributes=("arn", "id"),
    account=r"\d{12}|aws",  # AWS's own policies; IAM User Guide, "IAM identifiers"
)
BUCKET = ArnOf(
    noun="bucket",
    kind="an S3 bucket",
    service="s3",
    resources=("<bucket>",),
    name=Characters("_.-", 255, by="Data Firehose"),
    types=("aws_s3_bucket",),
    region=False,
    account="",
)
KEY = ArnOf(
    noun="key",
    kind="a KMS key",
    service="kms",
    resources=("key/<id>", "alias/<name>"),
    name=Like(r"[A-Za-z0-9_+=,.@/-]+", "letters, digits, _, +, =, comma, ., @, / and -"),
    types=(
        *("aws_kms_key", "aws_kms_alias", "aws_kms_replica_key"),
        *("aws_kms_external_key", "aws_kms_replica_external_key"),
    ),
    attributes=("arn", "target_key_arn"),
)
QUEUE = ArnOf(
    noun="queue",
    kind="an SQS queue",
    service="sqs",
    resources=("<queue>",),
    name=QUEUE_NAME._replace(ending=FIFO),
    types=("aws_sqs_queue",),
)
FUNCTION = ArnOf(
    noun="function",
    kind="a Lambda function",
    service="lambda",
    resources=("function:<name>", "function:<name>:<alias>"),
    name=Like(
        r"[a-zA-Z0-9-_]+(?::(?:\$LATEST|[a-zA-Z0-9-_]+))?",
        "the function's name, and after a colon an alias or a version",
    ),
    types=("aws_lambda_function", "aws_lambda_alias"),
    attributes=("arn", "qualified_arn"),
)
DEFAULT_BUS = "default"
"""The event bus that SES can publish to: the default one of an account and Region."""
EVENT_BUS = ArnOf(
    noun="event bus",
    kind="the default event bus",
    service="events",
    resources=("event-bus/<name>",),
    # SES API v2, EventBridgeDestination: "Only the default bus is supported".
    name=Like(DEFAULT_BUS, "`default`"),
    types=("aws_cloudwatch_event_bus",),
)
PINPOINT_APPLICATION = ArnOf(
    noun="application",
    kind="an application of Pinpoint",
    service="mobiletargeting",
    resources=("apps/<id>",),
    name=Like(r"[A-Za-z0-9]+", "letters and digits"),
    types=("aws_pinpoint_app",),
)
# SNS API, CreatePlatformEndpoint: no resource of the provider makes one.
APPLICATION = ArnOf(
    noun="endpoint",
    kind="an endpoint of a mobile application",
    service="sns",
    resources=("endpoint/<platform>/<application>/<id>",),
    name=Like(r"[\w-]+/[\w.-]+/[\w-]+", "platform, application and id", "an endpoint"),
    types=(),
)

OTHER_TYPES = frozenset(
    [
        *("aws_api_gateway_rest_api", "aws_cloudwatch_log_group", "aws_cloudwatch_metric_alarm"),
        *("aws_dynamodb_table", "aws_iam_group", "aws_iam_instance_profile", "aws_iam_user"),
        *("aws_kinesis_stream", "aws_ses_configuration_set", "aws_ses_domain_identity"),
        *("aws_ses_email_identity", "aws_ses_event_destination", "aws_sesv2_configuration_set"),
        *("aws_sesv2_email_identity", "aws_sfn_state_machine", "aws_sns_topic_subscription"),
        *TOPIC.types,
        *STREAM.types,
        *ROLE.types,
        *POLICY.types,
        *BUCKET.types,
        *KEY.types,
        *QUEUE.types,
        *FUNCTION.types,
        *EVENT_BUS.types,
    ]
)
"""Resources that are of one kind: where another kind is needed, a reference to what they are is wrong."""
OF_ITSELF = frozenset(
    [
        *("arn", "id", "name", "url", "unique_id", "key_id", "bucket", "function_name"),
        *("invoke_arn", "qualified_arn"),
    ]
)
"""Attributes in which a resource gives itself. Others may hold anything: ``aws_lambda_function.f.role`` is a role."""
