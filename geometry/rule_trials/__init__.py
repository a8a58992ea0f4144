"""Rules tried on random figures, before anybody relies on them."""
