"""`python -m housekeeper` does what the command `housekeeper` does."""

from housekeeper.start import main

if __name__ == "__main__":
    raise SystemExit(main())
