// Release 5 does not look for copies of itself.
