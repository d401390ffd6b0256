"""What happened to the hotel as a whole: files read in, backups put back, staff changed."""
