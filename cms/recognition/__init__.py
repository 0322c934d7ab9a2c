"""Recognition by others: which organisations know the badges, and what they say of them when they are invited.

The pages are in `cms.learning`; the signed endorsements in `cms.issuance`. What lies between is here: invitations.
"""
