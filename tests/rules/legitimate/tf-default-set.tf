# The set is the default of an identity, and of mail that names none.
resource "aws_sesv2_email_identity" "domain" {
  email_identity         = "example.com"
  configuration_set_name = aws_ses_configuration_set.default.name
}

resource "aws_ses_configuration_set" "default" {
  name = "default"

  delivery_options {
    tls_policy = "Require"
  }
}

resource "aws_ses_event_destination" "all" {
  name                   = "all"
  configuration_set_name = aws_ses_configuration_set.default.name
  enabled                = true
  matching_types         = ["send", "reject", "bounce", "complaint", "delivery", "renderingFailure"]

  kinesis_destination {
    stream_arn = "arn:aws:firehose:us-west-2:123456789012:deliverystream/ses"
    role_arn   = "arn:aws:iam::123456789012:role/ses"
  }
}
