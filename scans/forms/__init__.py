"""Forms of the scans, a module for each subject."""
