resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_ses_event_destination" "events" {
  name                   = "events"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = var.topic
  }
}

variable "topic" {
  type = string
}
