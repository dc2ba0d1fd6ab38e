variable "prefix" {
  type = string
}

variable "track_opens" {
  type    = bool
  default = false
}

variable "options" {
  type    = map(bool)
  default = {}
}
