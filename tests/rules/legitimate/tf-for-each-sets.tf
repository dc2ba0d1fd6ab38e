# A map of sets, with events and topics of each.
variable "streams" {
  type = map(object({
    events = list(string)
    topic  = string
    on     = optional(bool, true)
  }))
}

resource "aws_ses_configuration_set" "stream" {
  for_each = var.streams
  name     = each.key
}

resource "aws_ses_event_destination" "stream" {
  for_each               = var.streams
  name                   = "${each.key}-events"
  configuration_set_name = aws_ses_configuration_set.stream[each.key].name
  enabled                = each.value.on
  matching_types         = each.value.events

  sns_destination {
    topic_arn = each.value.topic
  }
}
