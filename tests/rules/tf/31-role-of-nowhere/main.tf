data "aws_iam_role" "ses" {
  name = "ses-firehose"
}

resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_ses_event_destination" "archive" {
  name                   = "archive"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  kinesis_destination {
    stream_arn = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/archive"
    role_arn   = data.aws_iam_role.ses.arn
  }
}
