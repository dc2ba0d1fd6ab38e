resource "aws_ses_configuration_set" "mail" {
  name = uuid() # <-- SES095
}

resource "aws_ses_configuration_set" "kept" {
  name = "kept-${formatdate("YYYYMMDDhhmmss", timestamp())}"

  lifecycle {
    ignore_changes = [name]
  }
}

resource "aws_ses_event_destination" "feedback" {
  name                   = "feedback-${timestamp()}" # <-- SES095
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = "arn:aws:sns:eu-west-1:123456789012:feedback"
  }
}

locals {
  started = formatdate("YYYYMMDD", timestamp())
  names   = { sent = "sent-${local.started}", read = "read" }
}

resource "aws_ses_configuration_set" "sent" {
  name = local.names.sent # <-- SES095
}

resource "aws_ses_configuration_set" "read" {
  name = local.names.read
}
