"""What a Word file of ours says: every value that its paper prints, by the bookmarks around them."""
