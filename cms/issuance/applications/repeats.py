"""What shows that a form has come before: the key that its sender made up, and its proof of work, each good once."""

from django.db.models import Q


def sent_with(idempotency_key: str, proof: str) -> Q:
    """Return the condition on a row that came with this key or this proof; nothing meets it where there is neither."""
    condition = Q(pk__in=())
    if idempotency_key:
        condition |= Q(idempotency_key=idempotency_key)
    if proof:
        condition |= Q(proof=proof)
    return condition
