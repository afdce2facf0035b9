"""What a run did, in figures."""
