# An event destination of API v1 at a set of API v2: one object of SES.
resource "aws_sesv2_configuration_set" "mail" {
  configuration_set_name = "mail"

  suppression_options {
    suppressed_reasons = ["BOUNCE"]
  }
}

resource "aws_ses_event_destination" "feedback" {
  name                   = "feedback"
  configuration_set_name = aws_sesv2_configuration_set.mail.configuration_set_name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = "arn:aws:sns:eu-west-3:123456789012:feedback"
  }
}
