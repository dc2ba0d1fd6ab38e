# The policy stands in the topic itself, for one account.
locals {
  topic = "mail-feedback"
}

resource "aws_sns_topic" "feedback" {
  name = local.topic
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Effect    = "Allow"
      Principal = { Service = ["ses.amazonaws.com", "cloudwatch.amazonaws.com"] }
      Action    = ["sns:Publish"]
      Resource  = "arn:aws:sns:*:*:${local.topic}"
      Condition = { StringEquals = { "aws:SourceAccount" = var.account } }
    }
  })
}

variable "account" {}

resource "aws_ses_configuration_set" "mail" {
  name = "mail"
}

resource "aws_ses_event_destination" "feedback" {
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]
  sns_destination {
    topic_arn = aws_sns_topic.feedback.arn
  }
  lifecycle {
    replace_triggered_by = [aws_sns_topic.feedback]
  }
}
