"""The support bundle: what is packed for whoever helps, with the names taken out."""
