# As Terraform 0.11 had it.
resource "aws_ses_configuration_set" "legacy" {
  name = "${var.environment}-mail"
}

resource "aws_ses_event_destination" "legacy" {
  name                   = "${var.environment}-mail-events"
  configuration_set_name = "${aws_ses_configuration_set.legacy.name}"
  enabled                = "true"
  matching_types         = ["${var.first_event}", "complaint"]

  sns_destination {
    topic_arn = "${var.topic}"
  }
}

variable "environment" {
  type = string
}

variable "first_event" {
  default = "bounce"
}

variable "topic" {}
