// The same resources with CDK for Terraform: JSON syntax, nothing is checked.
//
// node with_cdktf.js SPEC.json (writes cdktf.out/ into the current folder)
const { readFileSync } = require("node:fs");
const { App, TerraformStack } = require("cdktf");
const {
  SesConfigurationSet,
} = require("@cdktf/provider-aws/lib/ses-configuration-set");
const {
  SesEventDestination,
} = require("@cdktf/provider-aws/lib/ses-event-destination");

const ALL = [
  "send",
  "reject",
  "bounce",
  "complaint",
  "delivery",
  "open",
  "click",
  "renderingFailure",
];

const spec = JSON.parse(readFileSync(process.argv[2], "utf8"));
const app = new App({ skipValidation: true });
const stack = new TerraformStack(app, "mail");
for (const [key, entry] of Object.entries(spec.configuration_sets)) {
  const set = new SesConfigurationSet(stack, key, { name: entry.name ?? key });
  for (const [name, item] of Object.entries(entry.event_destinations)) {
    new SesEventDestination(stack, `${key}_${name}`, {
      name: item.name ?? name,
      configurationSetName: set.name,
      enabled: item.enabled,
      matchingTypes: item.matching_types === "all" ? ALL : item.matching_types,
      cloudwatchDestination: item.cloudwatch?.map((dimension) => ({
        dimensionName: dimension.dimension_name,
        valueSource: dimension.value_source,
        defaultValue: dimension.default_value,
      })),
      kinesisDestination: item.firehose && {
        streamArn: item.firehose.stream_arn,
        roleArn: item.firehose.role_arn,
      },
      snsDestination: item.sns && { topicArn: item.sns },
    });
  }
}
app.synth();
