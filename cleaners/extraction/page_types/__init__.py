"""Tell what type of page a page is, from its layout, its declarations and its address."""
