"""The viewer: a local web application that shows a database, and changes nothing in it."""
