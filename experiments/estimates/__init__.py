"""From histories to estimates: what is asked, counted, and how sure it is."""
