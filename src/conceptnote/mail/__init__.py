"""Drafts of e-mails with the papers of an event, and the record of mailed versions; nothing is ever sent."""
