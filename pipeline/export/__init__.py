"""The database in the formats of other tools (`kehoach export`), and gold made with one of them (`import-gold`)."""
