"""Drafts of e-mails with the papers of an event, and the record of what was mailed; nothing is ever sent."""
