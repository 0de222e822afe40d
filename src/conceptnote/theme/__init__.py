"""What papers look like: the tokens, what is worked out from them, and what they must be for people to read them."""
