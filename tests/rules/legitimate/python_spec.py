"""A spec that a loop makes."""

from generator import ConfigurationSet, EventDestination, SnsDestination, Spec

TEAMS = ("orders", "billing", "support")


def topic(team: str) -> SnsDestination:
    """The topic of a team."""
    return SnsDestination(topic_arn=f"arn:aws:sns:eu-west-1:123456789012:{team}")


spec = Spec(
    configuration_sets={
        team: ConfigurationSet(
            event_destinations={
                f"{team}-feedback": EventDestination(
                    enabled=True, matching_types=["bounce", "complaint"], sns=topic(team)
                )
            }
        )
        for team in TEAMS
    }
)
