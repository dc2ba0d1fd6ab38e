resource "aws_sns_topic" "this" {
  name_prefix = "mail-"
}

output "arn" {
  value = aws_sns_topic.this.arn
}
