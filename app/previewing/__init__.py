"""Behind the Preview page: stills prepared anew with other settings."""
