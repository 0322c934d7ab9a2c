"""The demo on one machine: made-up accounts, a mailbox."""
