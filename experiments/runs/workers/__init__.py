"""Who plays: threads of this process, or a cluster."""
