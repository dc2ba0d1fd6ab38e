# Stream, role and policies as AWS's guide has them.
data "aws_caller_identity" "me" {}

resource "aws_ses_configuration_set" "mail" {
  name = "mail"
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["ses.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "AWS:SourceAccount"
      values   = [data.aws_caller_identity.me.account_id]
    }
    condition {
      test     = "StringEquals"
      variable = "AWS:SourceArn"
      values   = [aws_ses_configuration_set.mail.arn]
    }
  }
}

resource "aws_iam_role" "ses" {
  name               = "ses-firehose"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "put" {
  role = aws_iam_role.ses.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "firehose:PutRecordBatch", Resource = aws_kinesis_firehose_delivery_stream.lake.arn }]
  })
}

resource "aws_kinesis_firehose_delivery_stream" "lake" {
  name        = "mail-lake"
  destination = "extended_s3"

  extended_s3_configuration {
    role_arn   = var.delivery_role_arn
    bucket_arn = "arn:aws:s3:::lake"
  }
}

variable "delivery_role_arn" {
  type = string
}

resource "aws_ses_event_destination" "lake" {
  name                   = "lake"
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = true
  matching_types         = ["bounce", "complaint", "delivery"]
  depends_on             = [aws_iam_role_policy.put]

  kinesis_destination {
    stream_arn = aws_kinesis_firehose_delivery_stream.lake.arn
    role_arn   = aws_iam_role.ses.arn
  }

  lifecycle {
    replace_triggered_by = [aws_kinesis_firehose_delivery_stream.lake.arn, aws_iam_role.ses.arn]
  }
}
