# Taken over from the console.
resource "aws_ses_configuration_set" "mail" {
  name = "mail"
}

resource "aws_ses_event_destination" "feedback" {
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = true
  matching_types         = ["complaint", "bounce"]

  sns_destination {
    topic_arn = "arn:aws:sns:sa-east-1:123456789012:feedback"
  }
}
