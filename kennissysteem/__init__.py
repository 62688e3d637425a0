"""The knowledge base of best practices (report 4.1, bijlage II). Comes in a later release."""
