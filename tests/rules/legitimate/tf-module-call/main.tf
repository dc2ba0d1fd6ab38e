# The root calls a module of its own.
module "mail" {
  source    = "./mail"
  topic_arn = module.topic.arn
}

module "topic" {
  source = "./topic"
}
