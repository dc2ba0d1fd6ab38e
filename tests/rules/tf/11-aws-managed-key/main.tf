resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_ses_event_destination" "bounces" {
  name                   = "bounces"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = aws_sns_topic.bounces.arn # <-- SES072 SES101
  }
}
