# Topic and role of another stack's state.
data "terraform_remote_state" "shared" {
  backend = "local"
  config = {
    path = "../network/terraform.tfstate"
  }
}

resource "aws_ses_configuration_set" "app" {
  name = "app"
}

resource "aws_ses_event_destination" "archive" {
  name                   = "archive"
  configuration_set_name = aws_ses_configuration_set.app.name
  enabled                = true
  matching_types         = ["bounce", "complaint", "send"]

  kinesis_destination {
    stream_arn = data.terraform_remote_state.shared.outputs.streams["ses"].arn
    role_arn   = data.terraform_remote_state.shared.outputs.ses_role_arn
  }
}
