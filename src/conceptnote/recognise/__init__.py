"""From the paragraphs of a note to a draft of an event: every guess is reported, and no word is lost."""
