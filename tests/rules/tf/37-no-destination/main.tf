resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_ses_event_destination" "feedback" { # <-- SES005
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]
}
