"""The network: kantorenloodsen, coaches, meetings and the market (report 4.1 and 5). Comes in a later release."""
