# One topic of several, by an index of its own.
variable "teams" {
  type    = list(string)
  default = ["mail"]
}

resource "aws_sns_topic" "team" {
  count = length(var.teams)
  name  = "${var.teams[count.index]}-feedback"
}

resource "aws_ses_configuration_set" "mail" {
  name = "mail"
}

resource "aws_ses_event_destination" "feedback" {
  count                  = length(var.teams)
  name                   = "feedback-${count.index}"
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = element(aws_sns_topic.team[*].arn, count.index)
  }
}
