variable "tenants" {
  type = set(string)
}

resource "aws_ses_configuration_set" "tenant" {
  for_each = var.tenants
  name     = "tenant-${each.key}"
}

resource "aws_sns_topic" "tenant" {
  for_each = var.tenants
  name     = "mail-${each.key}"
}

data "aws_iam_policy_document" "tenant" {
  for_each = var.tenants

  statement {
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.tenant[each.key].arn]

    principals {
      type        = "Service"
      identifiers = ["ses.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "AWS:SourceArn"
      values   = [aws_ses_configuration_set.tenant[each.key].arn]
    }
  }
}

resource "aws_sns_topic_policy" "tenant" {
  for_each = var.tenants
  arn      = aws_sns_topic.tenant[each.key].arn
  policy   = data.aws_iam_policy_document.tenant[each.key].json
}

resource "aws_ses_event_destination" "tenant" {
  for_each               = var.tenants
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.tenant[each.key].name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = aws_sns_topic.tenant[each.key].arn # <-- SES101
  }

  depends_on = [aws_sns_topic_policy.tenant]
}
