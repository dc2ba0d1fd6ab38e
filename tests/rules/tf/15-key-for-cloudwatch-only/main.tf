resource "aws_kms_key" "sns" {
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "kms:*", "Resource": "*"},
        {"Effect": "Allow", "Principal": {"Service": "cloudwatch.amazonaws.com"},
         "Action": ["kms:Decrypt", "kms:GenerateDataKey*"], "Resource": "*"}
      ]
    }
  EOT
}

resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_sns_topic" "bounces" {
  name              = "bounces"
  kms_master_key_id = aws_kms_key.sns.key_id
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
