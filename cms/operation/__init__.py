"""Running the product: server, worker, site from files."""
