# Two Regions, each with its own provider configuration, set and topic.
provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "virginia"
  region = "us-east-1"
}

resource "aws_ses_configuration_set" "eu" {
  name = "mail"
}

resource "aws_ses_configuration_set" "us" {
  provider = aws.virginia
  name     = "mail"
}

resource "aws_ses_event_destination" "eu" {
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.eu.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = "arn:aws:sns:eu-west-1:123456789012:feedback"
  }
}

resource "aws_ses_event_destination" "us" {
  provider               = aws.virginia
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.us.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = "arn:aws:sns:us-east-1:123456789012:feedback"
  }
}
