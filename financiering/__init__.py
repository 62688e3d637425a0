"""The financing pipeline (report 4.4 and 4.5). Comes in a later release."""
