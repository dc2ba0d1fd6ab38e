# The usual chain: topic, queue, the policies of both, and a subscription.
resource "aws_sns_topic" "feedback" {
  name = "ses-feedback"
}

resource "aws_sqs_queue" "feedback" {
  name = "ses-feedback"
}

resource "aws_sqs_queue_policy" "feedback" {
  queue_url = aws_sqs_queue.feedback.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.feedback.arn
      Condition = { ArnEquals = { "aws:SourceArn" = aws_sns_topic.feedback.arn } }
    }]
  })
}

resource "aws_sns_topic_subscription" "feedback" {
  topic_arn = aws_sns_topic.feedback.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.feedback.arn
}

resource "aws_ses_configuration_set" "mail" {
  name = "mail"
}

resource "aws_ses_event_destination" "feedback" {
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = aws_sns_topic_subscription.feedback.topic_arn
  }

  lifecycle {
    replace_triggered_by = [aws_sns_topic.feedback.arn]
  }
}
