"""`parley why`: what comes about if the parties mean it, and if they do not, on the same luck."""
