# A provider of the year 2021.
resource "aws_ses_configuration_set" "old" {
  name = "old"
}

resource "aws_ses_event_destination" "old" {
  name                   = "old"
  configuration_set_name = aws_ses_configuration_set.old.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  cloudwatch_destination {
    default_value  = "unknown"
    dimension_name = "application"
    value_source   = "messageTag"
  }

  cloudwatch_destination {
    default_value  = "unknown"
    dimension_name = "X-Mailer-Version"
    value_source   = "emailHeader"
  }
}
