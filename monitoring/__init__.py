"""The monitoring database: gebieden, panden, waarnemingen, kerncijfers and infographics (report 3 and 4.2)."""
