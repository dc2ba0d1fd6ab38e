// The same resources with jsonnet: JSON syntax, nothing is checked.
local spec = std.parseJson(importstr 'spec.json');
local all = ['send', 'reject', 'bounce', 'complaint', 'delivery', 'open', 'click', 'renderingFailure'];
{
  resource: {
    aws_ses_configuration_set: {
      [key]: { name: key }
      for key in std.objectFields(spec.configuration_sets)
    },
    aws_ses_event_destination: {
      [key + '_' + name]:
        local item = spec.configuration_sets[key].event_destinations[name];
        {
          name: if 'name' in item then item.name else name,
          configuration_set_name: '${aws_ses_configuration_set.%s.name}' % key,
          enabled: item.enabled,
          matching_types: if item.matching_types == 'all' then all else item.matching_types,
          [if 'cloudwatch' in item then 'cloudwatch_destination']: item.cloudwatch,
          [if 'firehose' in item then 'kinesis_destination']: item.firehose,
          [if 'sns' in item then 'sns_destination']: { topic_arn: item.sns },
          [if 'depends_on' in item then 'depends_on']: item.depends_on,
        }
      for key in std.objectFields(spec.configuration_sets)
      for name in std.objectFields(spec.configuration_sets[key].event_destinations)
    },
  },
}
