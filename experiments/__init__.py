"""What we ask of the world, and how the answers are kept and shown."""
