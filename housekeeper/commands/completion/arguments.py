"""The arguments of the command that prints what completes words in a shell."""

from argparse import ArgumentParser

SHELLS = ("bash", "zsh", "fish")


def completion(parser: ArgumentParser) -> None:
    """`completion bash|zsh|fish`."""
    parser.add_argument("shell", choices=SHELLS, help="the shell that is to complete words")
