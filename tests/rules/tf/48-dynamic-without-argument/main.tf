variable "dimensions" {
  type = map(string)
}

resource "aws_ses_configuration_set" "main" {
  name = "main"
}

resource "aws_ses_event_destination" "metrics" {
  name                   = "metrics"
  configuration_set_name = aws_ses_configuration_set.main.name
  enabled                = true
  matching_types         = ["send", "bounce", "complaint"]

  dynamic "cloudwatch_destination" { # <-- TF020
    for_each = var.dimensions
    iterator = dimension

    content {
      dimension_nam = dimension.key # <-- TF012
      value_source    = "messageTag"
    }
  }
}
