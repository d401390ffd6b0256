"""What people see and press: one file a screen, `widgets` beneath."""
