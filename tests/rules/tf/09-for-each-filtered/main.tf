variable "brands" {
  type = map(string)
}

resource "aws_ses_configuration_set" "brand" {
  for_each = var.brands
  name     = each.key
}

resource "aws_ses_event_destination" "opens" {
  for_each               = { for k, v in var.brands : k => v if k != "internal" }
  name                   = "opens"
  configuration_set_name = aws_ses_configuration_set.brand[each.key].name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = each.value
  }
}
