# Version 6 of the provider: a Region for each resource.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

provider "aws" {
  region = "us-east-1"
}

resource "aws_ses_configuration_set" "tokyo" {
  region = "ap-northeast-1"
  name   = "tokyo"
}

resource "aws_ses_event_destination" "tokyo" {
  region                 = "ap-northeast-1"
  name                   = "tokyo"
  configuration_set_name = aws_ses_configuration_set.tokyo.name
  enabled                = true
  matching_types         = ["bounce", "complaint"]

  sns_destination {
    topic_arn = "arn:aws:sns:ap-northeast-1:123456789012:tokyo"
  }
}
