resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_iam_role" "ses" {
  name               = "ses"
  assume_role_policy = data.aws_iam_policy_document.trust.json

  inline_policy {
    name = "put"
    policy = jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = "firehose:*", Resource = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/archive" }]
    })
  }
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ses.amazonaws.com", "firehose.amazonaws.com"]
    }
  }
}

resource "aws_ses_event_destination" "archive" {
  name                   = "archive"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  kinesis_destination {
    stream_arn = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/archive"
    role_arn   = aws_iam_role.ses.arn # <-- SES101
  }
}
