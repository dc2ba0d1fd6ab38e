# The European Sovereign Cloud has SES in one Region.
provider "aws" {
  region = "eusc-de-east-1"
}

resource "aws_ses_configuration_set" "amt" {
  name = "amt"
}

resource "aws_ses_event_destination" "amt" {
  name                   = "rueckmeldungen"
  configuration_set_name = aws_ses_configuration_set.amt.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = "arn:aws-eusc:sns:eusc-de-east-1:123456789012:rueckmeldungen"
  }
}
