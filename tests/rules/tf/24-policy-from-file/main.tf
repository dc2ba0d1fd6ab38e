resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_sns_topic" "events" {
  name = "events"
}

resource "aws_sns_topic_policy" "events" {
  arn    = aws_sns_topic.events.arn
  policy = templatefile("${path.module}/policy.json.tftpl", { topic = aws_sns_topic.events.arn })
}

resource "aws_ses_event_destination" "events" {
  name                   = "events"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = aws_sns_topic.events.arn # <-- SES101
  }
}
