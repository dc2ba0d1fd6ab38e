resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_sns_topic" "events" {
  name       = "events.fifo"
  fifo_topic = true
}

resource "aws_ses_event_destination" "events" {
  name                   = "events"
  configuration_set_name = resource.aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = resource.aws_sns_topic.events.arn # <-- SES061 SES101
  }
}
