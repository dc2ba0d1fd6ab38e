# Feedback to a topic, numbers to CloudWatch, everything to a stream.
resource "aws_ses_configuration_set" "mail" {
  name            = "mail"
  sending_enabled = true

  tracking_options {
    custom_redirect_domain = "links.${aws_ses_domain_identity.this.domain}"
  }
}

resource "aws_ses_domain_identity" "this" {
  domain = "example.com"
}

resource "aws_ses_event_destination" "feedback" {
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]
  sns_destination {
    topic_arn = var.arns.topic
  }
}

resource "aws_ses_event_destination" "numbers" {
  name                   = "numbers"
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = true
  matching_types         = ["open", "click"]
  cloudwatch_destination {
    default_value  = "none"
    dimension_name = "newsletter"
    value_source   = "messageTag"
  }
}

resource "aws_ses_event_destination" "archive" {
  name                   = "archive"
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = true
  matching_types         = ["send", "reject", "delivery", "renderingFailure"]
  kinesis_destination {
    stream_arn = var.arns.stream
    role_arn   = var.arns.role
  }
}

variable "arns" {
  type = object({ topic = string, stream = string, role = string })
}
