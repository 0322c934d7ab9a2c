"""Several endpoint processes over one PostgreSQL, Redis and bucket, behind a balancer (`make scale-demo`)."""
