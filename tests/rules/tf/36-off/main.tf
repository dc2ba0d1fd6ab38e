resource "aws_ses_configuration_set" "main" {
  name = "main"
}

# enabled is missing: the provider's default is false
resource "aws_ses_event_destination" "feedback" { # <-- SES012
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.main.name
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = "arn:aws:sns:eu-west-1:123456789012:feedback"
  }
}
