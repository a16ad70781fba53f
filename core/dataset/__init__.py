"""Files in, a leak-free split and a cache of prepared stills out."""
