"""What a hotel does: values, rules and services, without a screen, a database or a socket."""
