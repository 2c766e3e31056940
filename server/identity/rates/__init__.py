"""Error rates of limits on labelled pairs, and limits from them."""
