# API v2 for what v1 has not, API v1 for the rest: two sets.
resource "aws_sesv2_configuration_set" "delays" {
  configuration_set_name = "delays"
}

resource "aws_ses_configuration_set" "feedback" {
  name = "feedback"
}

resource "aws_ses_event_destination" "feedback" {
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.feedback.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = "arn:aws:sns:eu-north-1:123456789012:feedback"
  }
}
