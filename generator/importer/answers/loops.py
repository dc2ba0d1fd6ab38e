"""The shell loops that collect what AWS knows; sesgen itself never asks AWS."""

from __future__ import annotations

from collections.abc import Mapping

from generator.spec.base import V1, V2

LOOPS: Mapping[str, str] = {
    V1: """\
for name in $(aws ses list-configuration-sets --query 'ConfigurationSets[].Name' --output text); do
  aws ses describe-configuration-set --configuration-set-name "$name" --output json \\
    --configuration-set-attribute-names eventDestinations trackingOptions deliveryOptions reputationOptions
done > answers.json
""",
    V2: """\
for name in $(aws sesv2 list-configuration-sets --query 'ConfigurationSets[]' --output text); do
  aws sesv2 get-configuration-set --configuration-set-name "$name" --output json > "$name.json"
  aws sesv2 get-configuration-set-event-destinations --configuration-set-name "$name" --output json > "$name.destinations.json"
done
""",
}
"""For each API a loop over the configuration sets of the account and Region of the shell."""
