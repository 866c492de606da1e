"""What parley finds on this machine: each finding fine, worth a note, or a problem with what to do about it."""
