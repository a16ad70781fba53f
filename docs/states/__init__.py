"""The states of the window, a file for each page: what ``docs/screenshots.py`` takes.

Each ``…_states`` brings the window into one state after the other and names each.
Whoever asks for the next one has let the window settle and taken a picture: of the
dialogs if there are any, which are closed then, or else of the window.
"""
