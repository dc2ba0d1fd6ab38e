data "aws_caller_identity" "current" {}

resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_sns_topic" "events" {
  name = "ses-events"
}

data "aws_iam_policy_document" "events" {
  statement {
    sid       = "AllowSES"
    actions   = ["SNS:Publish"]
    resources = [aws_sns_topic.events.arn]

    principals {
      type        = "Service"
      identifiers = ["ses.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "AWS:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }

    condition {
      test     = "StringEquals"
      variable = "AWS:SourceArn"
      values   = [aws_ses_configuration_set.main.arn]
    }
  }
}

resource "aws_sns_topic_policy" "events" {
  arn    = aws_sns_topic.events.arn
  policy = data.aws_iam_policy_document.events.json
}
