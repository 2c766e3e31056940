"""What pictures of one sitting say about who sits there, and how they add up."""
