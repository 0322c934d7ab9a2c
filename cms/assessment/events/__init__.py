"""The desk of training events, for leads; what the endpoint needs of them is `cms.events`."""
