# A trust policy put together of several documents, which nobody here can read.
data "aws_iam_policy_document" "trust" {
  source_policy_documents = var.trust_documents
}

variable "trust_documents" {
  type = list(string)
}

resource "aws_iam_role" "ses" {
  name_prefix        = "ses-"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "ses" {
  role       = aws_iam_role.ses.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonKinesisFirehoseFullAccess"
}

resource "aws_ses_configuration_set" "mail" {
  name = "mail"
}

resource "aws_ses_event_destination" "archive" {
  name                   = "archive"
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]
  depends_on             = [aws_iam_role_policy_attachment.ses]

  kinesis_destination {
    stream_arn = "arn:aws:firehose:eu-west-1:123456789012:deliverystream/archive"
    role_arn   = aws_iam_role.ses.arn
  }

  lifecycle {
    replace_triggered_by = [aws_iam_role.ses.arn]
  }
}
