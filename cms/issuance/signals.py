"""What issuance tells whoever listens."""

from django.dispatch import Signal

# In the transaction of the award; with `award`. A badge that came with an imported ledger was awarded elsewhere.
awarded = Signal()
# In the transaction of the erasure, before the name and the address are gone; with `application`.
erasing = Signal()
