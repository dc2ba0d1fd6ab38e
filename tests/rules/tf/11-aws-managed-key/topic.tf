resource "aws_sns_topic" "bounces" {
  name              = "bounces"
  kms_master_key_id = "alias/aws/sns"
}
