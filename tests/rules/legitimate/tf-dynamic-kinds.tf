# A module that takes one of two kinds of destination.
variable "topic_arn" {
  type    = string
  default = null
}

variable "dimensions" {
  type    = map(string)
  default = {}
}

resource "aws_ses_configuration_set" "this" {
  name = "either"
}

resource "aws_ses_event_destination" "this" {
  name                   = "either"
  configuration_set_name = aws_ses_configuration_set.this.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  dynamic "sns_destination" {
    for_each = var.topic_arn == null ? [] : [var.topic_arn]
    content {
      topic_arn = sns_destination.value
    }
  }

  dynamic "cloudwatch_destination" {
    for_each = var.dimensions
    iterator = dimension
    content {
      dimension_name = dimension.key
      default_value  = dimension.value
      value_source   = "messageTag"
    }
  }
}
