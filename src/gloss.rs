//! Glosses: occurrences in Python source joined with the entries of a guide.
