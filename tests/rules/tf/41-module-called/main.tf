resource "aws_ses_configuration_set" "main" {
  name = "transactional"
}

resource "aws_ses_event_destination" "feedback" {
  name                   = "feedback"
  configuration_set_name = aws_ses_configuration_set.main.id
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = module.topic.arn
  }
}

module "topic" {
  source = "./topic"
}
