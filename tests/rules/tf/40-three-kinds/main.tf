resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_sns_topic" "events" {
  name = "events"
}

resource "aws_ses_event_destination" "sns" {
  name                   = "sns"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = aws_sns_topic.events.arn # <-- SES101
  }
}

resource "aws_ses_event_destination" "cloudwatch" {
  name                   = "cloudwatch"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["send", "delivery"]

  cloudwatch_destination {
    default_value  = "none"
    dimension_name = "campaign"
    value_source   = "messageTag"
  }
}

resource "aws_ses_event_destination" "firehose" {
  name                   = "firehose"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["send", "delivery", "bounce", "complaint"]

  kinesis_destination {
    stream_arn = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/mail"
    role_arn   = "arn:aws:iam::123456789012:role/ses"
  }
}
