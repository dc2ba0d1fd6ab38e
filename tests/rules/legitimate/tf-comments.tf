/* Mail of the shop.
   resource "aws_ses_event_destination" "old" { matching_types = ["Bounce"] }
*/
resource "aws_ses_configuration_set" "shop" { # one for all brands
  name = "shop"                               // as the application has it
}

# Events
resource "aws_ses_event_destination" "shop_feedback" {
  name                   = "feedback" # within the set
  configuration_set_name = aws_ses_configuration_set.shop.id
  enabled                = true

  matching_types = [
    "bounce",    # hard ones
    "complaint", // of mailbox providers
    # "open",
  ]

  sns_destination {
    topic_arn = var.feedback_topic
  }
}

variable "feedback_topic" {}
