data "aws_caller_identity" "me" {}

resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_s3_bucket" "events" {
  bucket = "my-ses-events"
}

resource "aws_kinesis_firehose_delivery_stream" "events" {
  name        = "ses-events"
  destination = "extended_s3"

  extended_s3_configuration {
    role_arn   = aws_iam_role.delivery.arn
    bucket_arn = aws_s3_bucket.events.arn
  }
}

resource "aws_iam_role" "delivery" {
  name = "firehose-delivery"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "firehose.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role" "ses" {
  name = "ses-firehose"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      # SES, for this account and set alone
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "ses.amazonaws.com" }
        Condition = {
          StringEquals = {
            "AWS:SourceAccount" = data.aws_caller_identity.me.account_id
            "AWS:SourceArn"     = aws_ses_configuration_set.main.arn
          }
        }
      },
    ]
  })
}

resource "aws_iam_role_policy" "ses" {
  role = aws_iam_role.ses.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["firehose:PutRecordBatch"]
      Resource = aws_kinesis_firehose_delivery_stream.events.arn
    }]
  })
}

resource "aws_ses_event_destination" "events" {
  name                   = "events"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["send", "bounce", "complaint", "delivery"]

  kinesis_destination {
    stream_arn = aws_kinesis_firehose_delivery_stream.events.arn # <-- SES101
    role_arn   = aws_iam_role.ses.arn                            # <-- SES101
  }

  depends_on = [aws_iam_role_policy.ses]
}
