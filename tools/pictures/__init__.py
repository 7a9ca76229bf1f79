"""The pictures of docs/pages.md, taken from the demo while people use it."""
