"""The assessor's desk inside the Wagtail admin. Every decision is a call of `cms.issuance.assessing.workflow`."""
