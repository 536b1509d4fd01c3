"""Pages of identity: the door, one's own account, the accounts of others, the audit."""
