resource "aws_ses_configuration_set" "main" {
  name = "newsletter"
}

resource "aws_sns_topic" "alerts" {
  name = "alerts"
}

# The topic is the one of the alarms.
resource "aws_sns_topic_policy" "alerts" {
  arn    = aws_sns_topic.alerts.arn
  policy = <<POLICY
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": {"Service": ["cloudwatch.amazonaws.com", "events.amazonaws.com"]},
      "Action": "sns:Publish",
      "Resource": "${aws_sns_topic.alerts.arn}"
    }
  ]
}
POLICY
}

resource "aws_ses_event_destination" "bounces" {
  name                   = "bounces"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = aws_sns_topic.alerts.arn # <-- SES066 SES101
  }
}
