"""The main window and where its panels are."""
