resource "aws_ses_event_destination" "feedback" {
  enabled = true
}
