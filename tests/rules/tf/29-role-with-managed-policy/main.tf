resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_iam_role" "ses" {
  name               = "ses"
  assume_role_policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ses.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"
}

resource "aws_iam_role_policy_attachment" "ses" {
  role       = aws_iam_role.ses.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonKinesisFirehoseFullAccess"
}

resource "aws_ses_event_destination" "archive" {
  name                   = "archive"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  kinesis_destination {
    stream_arn = var.stream_arn
    role_arn   = aws_iam_role.ses.arn # <-- SES055 SES101
  }
}

variable "stream_arn" {
  type = string
}
