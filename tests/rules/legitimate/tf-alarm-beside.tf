# Metrics of a set and an alarm on them.
resource "aws_ses_configuration_set" "main" {
  name                       = "main"
  reputation_metrics_enabled = true
}

resource "aws_ses_event_destination" "metrics" {
  name                   = "metrics"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["send", "bounce", "complaint"]

  cloudwatch_destination {
    default_value  = "main"
    dimension_name = "ses:configuration-set"
    value_source   = "messageTag"
  }
}

resource "aws_cloudwatch_metric_alarm" "bounces" {
  alarm_name          = "ses-bounces"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "Reputation.BounceRate"
  namespace           = "AWS/SES"
  period              = 3600
  statistic           = "Average"
  threshold           = 0.05
}
