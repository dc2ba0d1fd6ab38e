resource "aws_ses_email_identity" "noreply" {
  email = "noreply@example.com"
}

resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_sns_topic" "feedback" {
  name = "feedback"
}

resource "aws_ses_identity_notification_topic" "feedback" {
  for_each          = toset(["Bounce", "Complaint"])
  topic_arn         = aws_sns_topic.feedback.arn
  notification_type = each.key
  identity          = aws_ses_email_identity.noreply.arn
}

resource "aws_ses_identity_notification_topic" "delivery" {
  topic_arn         = aws_sns_topic.feedback.arn
  notification_type = "Delivery"
  identity          = aws_ses_email_identity.noreply.arn
}

resource "aws_ses_event_destination" "feedback" {
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["bounce", "complaint", "delivery"] # <-- SES088

  sns_destination {
    topic_arn = aws_sns_topic.feedback.arn # <-- SES101
  }
}
