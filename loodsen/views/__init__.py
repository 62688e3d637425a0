"""Pages of the network, a module for each subject."""
