resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_sns_topic" "feedback" {
  name = "feedback"
}

resource "aws_sns_topic" "legacy" {
  name = "feedback-legacy"
}

resource "aws_ses_identity_notification_topic" "bounce" {
  topic_arn         = aws_sns_topic.legacy.arn
  notification_type = "Bounce"
  identity          = "example.com"
}

resource "aws_ses_event_destination" "feedback" {
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = aws_sns_topic.feedback.arn # <-- SES101
  }
}
