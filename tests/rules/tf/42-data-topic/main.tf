data "aws_sns_topic" "feedback" {
  name = "feedback"
}

resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_sns_topic_policy" "feedback" {
  arn = data.aws_sns_topic.feedback.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = data.aws_sns_topic.feedback.arn
    }]
  })
}

resource "aws_ses_event_destination" "feedback" {
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = data.aws_sns_topic.feedback.arn # <-- SES066
  }
}
