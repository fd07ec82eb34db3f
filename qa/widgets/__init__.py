"""The parts of the terminal app; with `tui.py` the only modules that import Textual. They show, they do not ask."""
