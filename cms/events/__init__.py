"""Training events: participants, attendance, and badges for those who were there, by mail or by claim codes.

The endpoint that takes claims runs alone, as issuance does; the desk in the Wagtail admin is `cms.assessment.events`.
docs/decisions/0025-training-events.md says why it is so.
"""
