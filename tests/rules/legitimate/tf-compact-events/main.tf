# Events that are switched on one by one.
resource "aws_ses_configuration_set" "this" {
  name = "${var.prefix}-events"
}

resource "aws_ses_event_destination" "this" {
  name                   = replace("${var.prefix}-events", "_", "-")
  configuration_set_name = aws_ses_configuration_set.this.name
  enabled                = lookup(var.options, "enabled", true)
  matching_types = compact([
    "bounce",
    "complaint",
    var.track_opens ? "open" : "",
  ])

  sns_destination {
    topic_arn = join("", data.aws_sns_topic.events[*].arn)
  }
}

data "aws_sns_topic" "events" {
  count = 1
  name  = "${var.prefix}-events"
}
