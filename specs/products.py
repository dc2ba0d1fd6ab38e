"""Many event destinations from a loop: one configuration set for each product and stage."""

from generator import ConfigurationSet, EventDestination, FirehoseDestination, SnsDestination, Spec

REGION, ACCOUNT = "eu-west-1", "123456789012"
STAGES = ("stage", "prod")
PRODUCTS = ("shop", "billing", "support")


def bounces(product: str, stage: str) -> EventDestination:
    """Bounces and complaints of a product go to the topic of its team."""
    topic = f"arn:aws:sns:{REGION}:{ACCOUNT}:{product}-{stage}-bounces"
    return EventDestination(
        enabled=True, matching_types=("bounce", "complaint"), sns=SnsDestination(topic_arn=topic)
    )


def archive(stage: str) -> EventDestination:
    """Everything is kept."""
    stream = f"arn:aws:firehose:{REGION}:{ACCOUNT}:deliverystream/ses-events-{stage}"
    role = f"arn:aws:iam::{ACCOUNT}:role/ses-events-{stage}"
    return EventDestination(
        enabled=True,
        matching_types="all",
        firehose=FirehoseDestination(stream_arn=stream, role_arn=role),
    )


def spec() -> Spec:
    """The spec: three products in two stages, each with two event destinations."""
    sets = {
        f"{product}_{stage}": ConfigurationSet(
            name=f"{product}-{stage}",
            tls_policy="Require",
            event_destinations={"bounces": bounces(product, stage), "archive": archive(stage)},
        )
        for product in PRODUCTS
        for stage in STAGES
    }
    return Spec(configuration_sets=sets)
