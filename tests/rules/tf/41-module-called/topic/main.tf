resource "aws_sns_topic" "this" {
  name = "feedback"
}

output "arn" {
  value = aws_sns_topic.this.arn
}
