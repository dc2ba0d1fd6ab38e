# The event destination alone; the set is made by another stack and known by its name.
variable "configuration_set" {
  type = string
}

variable "topic_arn" {
  type = string
}

resource "aws_ses_event_destination" "feedback" {
  name                   = "feedback"
  configuration_set_name = var.configuration_set
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = var.topic_arn
  }
}
