resource "aws_ses_configuration_set" "main" {
  name = "${var.name}-set"
}

resource "aws_sns_topic" "events" {
  name = "${var.name}-events"
}

resource "aws_ses_event_destination" "events" {
  name                   = "${var.name}-events"
  configuration_set_name = "${aws_ses_configuration_set.main.name}"
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = "${aws_sns_topic.events.arn}" # <-- SES101
  }
}

variable "name" {}
