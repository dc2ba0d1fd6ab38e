# What is off here is on in production, by the override file.
resource "aws_ses_configuration_set" "mail" {
  name = "mail"
}

resource "aws_ses_event_destination" "feedback" {
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = false
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = "arn:aws:sns:eu-west-1:123456789012:feedback"
  }
}
