"""The web page of an event, made of the same documents as its papers."""
