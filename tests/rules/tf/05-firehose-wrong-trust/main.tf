resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_ses_event_destination" "archive" {
  name                   = "archive"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["send", "bounce", "complaint", "delivery"]

  kinesis_destination {
    stream_arn = var.stream_arn
    role_arn   = aws_iam_role.firehose.arn # <-- SES049 SES101
  }

  depends_on = [aws_iam_role_policy.firehose]
}

variable "stream_arn" {
  type = string
}
