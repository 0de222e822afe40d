"""The languages of papers: a folder of data for each, what such a folder must hold, and which languages there are."""
