variable "sets" {
  type = map(string)
}

variable "loud" {
  type = set(string)
}

resource "aws_ses_configuration_set" "this" {
  for_each = var.sets
  name     = "mail-${each.key}"
}

resource "aws_ses_event_destination" "bounces" {
  for_each               = var.loud
  name                   = "bounces"
  configuration_set_name = aws_ses_configuration_set.this[each.key].name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = var.sets[each.key]
  }
}
