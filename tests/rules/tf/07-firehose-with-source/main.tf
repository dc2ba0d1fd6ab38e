resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_kinesis_stream" "events" {
  name        = "events"
  shard_count = 1
}

resource "aws_kinesis_firehose_delivery_stream" "events" {
  name        = "events"
  destination = "extended_s3"

  kinesis_source_configuration {
    kinesis_stream_arn = aws_kinesis_stream.events.arn
    role_arn           = var.delivery_role
  }

  extended_s3_configuration {
    role_arn   = var.delivery_role
    bucket_arn = "arn:aws:s3:::events"
  }
}

resource "aws_ses_event_destination" "events" {
  name                   = "events"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  kinesis_destination {
    stream_arn = aws_kinesis_firehose_delivery_stream.events.arn # <-- SES058 SES101
    role_arn   = var.ses_role
  }
}

variable "delivery_role" {}

variable "ses_role" {}
