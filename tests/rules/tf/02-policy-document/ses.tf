resource "aws_ses_event_destination" "events" {
  name                   = "events"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["send", "reject", "bounce", "complaint", "delivery"]

  sns_destination {
    topic_arn = aws_sns_topic.events.arn # <-- SES101
  }

  depends_on = [aws_sns_topic_policy.events]
}
