resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_iam_role" "ses" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = ["ses.amazonaws.com"] }
      Condition = {
        StringEquals = { "AWS:SourceArn" = "arn:aws:ses:${var.region}:${var.account}:configuration-set/mian" }
      }
    }]
  })
}

resource "aws_ses_event_destination" "archive" {
  name                   = "archive"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  kinesis_destination {
    stream_arn = "arn:aws:firehose:${var.region}:${var.account}:deliverystream/archive"
    role_arn   = aws_iam_role.ses.arn # <-- SES049 SES101
  }
}

variable "region" {
  type = string
}

variable "account" {
  type = string
}
