"""Rules for finished files, one function each: what PDF/A, PDF/UA, Word's accessibility checker and WCAG ask of them.

They belong to the tests, because people never run them; what users can check of a file is in `conceptnote.check`.
"""
