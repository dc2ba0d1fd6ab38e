resource "aws_ses_configuration_set" "main" {
  name = "marketing-${var.stage}"

  reputation_metrics_enabled = true
}

resource "aws_ses_event_destination" "cloudwatch" {
  name                   = "cloudwatch-${var.stage}"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["send", "delivery", "bounce", "complaint", "reject", "open", "click"]

  cloudwatch_destination {
    dimension_name = "campaign"
    value_source   = "messageTag"
    default_value  = "none"
  }

  cloudwatch_destination {
    dimension_name = "X-Template"
    value_source   = "emailHeader"
    default_value  = "none"
  }
}

variable "stage" {
  type = string
}
