# Applied through a role of the account in which everything stands.
provider "aws" {
  region = "eu-central-1"

  assume_role {
    role_arn = "arn:aws:iam::123456789012:role/terraform"
  }
}

resource "aws_ses_configuration_set" "app" {
  name = "app"
}

resource "aws_ses_event_destination" "feedback" {
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.app.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = "arn:aws:sns:eu-central-1:123456789012:app-feedback"
  }
}
