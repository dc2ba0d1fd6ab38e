# What changes together is replaced together.
resource "terraform_data" "destination" {
  input = [var.topic_arn]
}

variable "topic_arn" {
  type = string
}

resource "aws_ses_configuration_set" "mail" {
  name = "mail"
}

resource "aws_ses_event_destination" "feedback" {
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = var.topic_arn
  }

  lifecycle {
    replace_triggered_by = [terraform_data.destination]
  }
}
