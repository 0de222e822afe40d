"""The languages of papers: a folder of data for each, and the model that such a folder must fill."""
