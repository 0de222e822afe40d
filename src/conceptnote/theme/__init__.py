"""The look of papers: design tokens, values derived from them, and rules of legibility."""
