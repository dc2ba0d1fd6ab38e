"""What people write themselves: PyYAML's C loader and a Jinja template. Nothing is checked.

python handwritten.py SPEC.yaml > main.tf
"""

import sys
from pathlib import Path

import jinja2
import yaml

TEMPLATE = """\
{%- for set, entry in configuration_sets.items() %}
resource "aws_ses_configuration_set" "{{ set }}" {
  name = "{{ entry.name or set }}"
}
{% for key, item in entry.event_destinations.items() %}
resource "aws_ses_event_destination" "{{ set }}_{{ key }}" {
  name                   = "{{ item.name or key }}"
  configuration_set_name = aws_ses_configuration_set.{{ set }}.name
  enabled                = {% if item.enabled is boolean %}{{ item.enabled | lower }}{% else %}"{{ item.enabled }}"{% endif %}

  matching_types         = [{% for type in (ALL if item.matching_types == "all" else item.matching_types) %}{{ ", " if not loop.first }}"{{ type }}"{% endfor %}]
{% for dimension in item.cloudwatch %}

  cloudwatch_destination {
    dimension_name = "{{ dimension.dimension_name }}"
    value_source   = "{{ dimension.value_source }}"
    default_value  = "{{ dimension.default_value }}"
  }
{% endfor %}
{% if item.firehose %}

  kinesis_destination {
    stream_arn = "{{ item.firehose.stream_arn }}"
    role_arn   = "{{ item.firehose.role_arn }}"
  }
{% endif %}
{% if item.sns %}

  sns_destination {
    topic_arn = "{{ item.sns }}"
  }
{% endif %}
{% if item.depends_on %}

  depends_on = [{{ item.depends_on | join(", ") }}]
{% endif %}
}

{% endfor %}
{% endfor %}
"""
ALL = ["send", "reject", "bounce", "complaint", "delivery", "open", "click", "renderingFailure"]

with Path(sys.argv[1]).open() as file:
    spec = yaml.load(file, Loader=yaml.CSafeLoader)
environment = jinja2.Environment(trim_blocks=True, lstrip_blocks=True)
print(environment.from_string(TEMPLATE).render(**spec, ALL=ALL))
