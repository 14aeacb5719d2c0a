"""`python -m speciosa` is the same as `speciosa`."""

from speciosa.cli import main

if __name__ == "__main__":
    main()
