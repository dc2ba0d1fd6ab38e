# Set and event destination exist together or not at all.
variable "enabled" {
  type    = bool
  default = true
}

variable "topic_arn" {
  type = string
}

resource "aws_ses_configuration_set" "this" {
  count = var.enabled ? 1 : 0
  name  = "this"
}

resource "aws_ses_event_destination" "this" {
  count                  = var.enabled ? 1 : 0
  name                   = "this"
  configuration_set_name = aws_ses_configuration_set.this[0].name
  enabled                = true
  matching_types         = ["bounce", "complaint", "reject"]

  sns_destination {
    topic_arn = var.topic_arn
  }
}
