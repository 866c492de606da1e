"""What a shell offers when Tab is pressed: options, files, and names of the scenario on the line. Imports nothing heavy."""
