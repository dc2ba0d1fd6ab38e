# Bounces and complaints go to support.
resource "aws_ses_configuration_set" "this" {
  name = "transactional"
}

resource "aws_sns_topic" "feedback" {
  name = "ses-feedback"
}

resource "aws_sns_topic_subscription" "feedback" {
  topic_arn = aws_sns_topic.feedback.arn
  protocol  = "email"
  endpoint  = "support@example.com"
}

resource "aws_ses_event_destination" "feedback" {
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.this.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = aws_sns_topic.feedback.arn # <-- SES101
  }
}
