"""Good practices that people outside suggest: the endpoint that takes them, and the queue of the editors.

What they become, a page, is `cms.learning.models.practice`. docs/decisions/0023-practices.md says why it is so.
"""
