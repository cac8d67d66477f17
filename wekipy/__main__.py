"""`python -m wekipy` is the `wekipy` command."""

from wekipy.cli import main

if __name__ == "__main__":
    main()
