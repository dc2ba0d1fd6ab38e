# The policy of the topic in a heredoc, for all sets of the account.
resource "aws_sns_topic" "events" {
  name = "mail-events"
}

resource "aws_sns_topic_policy" "events" {
  arn    = aws_sns_topic.events.arn
  policy = <<-POLICY
    {
      "Version": "2012-10-17",
      "Statement": [{
        "Effect": "Allow",
        "Principal": {"Service": "ses.amazonaws.com"},
        "Action": "SNS:Publish",
        "Resource": "*",
        "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:ses:*:*:configuration-set/*"}}
      }]
    }
  POLICY
}

resource "aws_ses_configuration_set" "mail" {
  name = "mail"
}

resource "aws_ses_event_destination" "events" {
  name                   = "events"
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]
  depends_on             = [aws_sns_topic_policy.events]

  sns_destination {
    topic_arn = aws_sns_topic.events.arn
  }

  lifecycle {
    replace_triggered_by = [aws_sns_topic.events.arn]
  }
}
