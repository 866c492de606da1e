"""The documentation as a site, and the reference pages that need the command line and the Python face beside it."""
