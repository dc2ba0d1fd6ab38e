# The name depends on the workspace.
locals {
  is_default = terraform.workspace == "default"
}

resource "aws_ses_configuration_set" "mail" {
  name = local.is_default ? "mail" : "mail-${terraform.workspace}"
}

resource "aws_ses_event_destination" "mail" {
  name                   = local.is_default ? "feedback" : format("feedback-%s", terraform.workspace)
  configuration_set_name = aws_ses_configuration_set.mail.name
  enabled                = local.is_default
  matching_types         = ["reject", "bounce", "complaint"]

  cloudwatch_destination {
    default_value  = terraform.workspace
    dimension_name = "stage"
    value_source   = "messageTag"
  }
}
