"""Staff: who they are, their PINs, and signing in."""
