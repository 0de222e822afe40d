"""From the paragraphs of a note to a draft of an event: guesses, of which each is told and no word is lost."""
