resource "aws_kms_key" "sns" {
  description         = "SNS"
  enable_key_rotation = true
}

resource "aws_kms_alias" "sns" {
  name          = "alias/mail-events"
  target_key_id = aws_kms_key.sns.key_id
}

resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_sns_topic" "bounces" {
  name              = "bounces"
  kms_master_key_id = "alias/mail-events"
}

resource "aws_ses_event_destination" "bounces" {
  name                   = "bounces"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = aws_sns_topic.bounces.arn # <-- SES078 SES101
  }
}
