"""`python -m scifacts` is `scifacts`."""

from scifacts.cli import main

if __name__ == "__main__":
    main.main()
