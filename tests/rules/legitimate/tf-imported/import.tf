import {
  to = aws_ses_event_destination.feedback
  id = "mail/feedback"
}

moved {
  from = aws_ses_configuration_set.old
  to   = aws_ses_configuration_set.mail
}
