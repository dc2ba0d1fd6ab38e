resource "aws_ses_configuration_set" "main" {
  name = "main"

  delivery_options {
    tls_policy = "Require"
  }

  tracking_options {
    custom_redirect_domain = "links.example.com"
  }
}

resource "aws_sns_topic" "events" {
  name = "events"
}

resource "aws_ses_event_destination" "events" {
  name                   = "events"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["bounce", "complaint", "open", "click"]

  sns_destination {
    topic_arn = aws_sns_topic.events.arn
  }

  lifecycle {
    replace_triggered_by = [aws_sns_topic.events]
  }
}
