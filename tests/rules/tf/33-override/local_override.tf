resource "aws_ses_event_destination" "events" {
  sns_destination {
    topic_arn = "arn:aws:sns:eu-west-1:123456789012:events.fifo" # <-- SES061
  }
}
