"""Filters of the monitoring, a module for each subject."""
