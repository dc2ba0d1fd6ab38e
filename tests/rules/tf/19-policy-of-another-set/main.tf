resource "aws_ses_configuration_set" "orders" {
  name = "orders"
}

resource "aws_ses_configuration_set" "offers" {
  name = "offers"
}

resource "aws_sns_topic" "events" {
  name   = "events"
  policy = data.aws_iam_policy_document.events.json
}

data "aws_iam_policy_document" "events" {
  statement {
    actions   = ["sns:Publish"]
    resources = ["arn:aws:sns:eu-west-1:123456789012:events"]

    principals {
      type        = "Service"
      identifiers = ["ses.amazonaws.com"]
    }

    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:aws:ses:*:123456789012:configuration-set/orders"]
    }
  }
}

resource "aws_ses_event_destination" "orders" {
  name                   = "events"
  configuration_set_name = aws_ses_configuration_set.orders.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = aws_sns_topic.events.arn # <-- SES101
  }
}

resource "aws_ses_event_destination" "offers" {
  name                   = "events"
  configuration_set_name = aws_ses_configuration_set.offers.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = aws_sns_topic.events.arn # <-- SES066 SES101
  }
}
