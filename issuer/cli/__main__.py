"""`python -m issuer.cli`: where the `./mintmark` script hands over."""

from issuer.cli import main

if __name__ == "__main__":
    main()
