"""Who works with the pôle on the platform: invitations, roles, the journal."""
