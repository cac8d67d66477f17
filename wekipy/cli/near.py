"""A group of commands that suggests the likely one for a word that is none."""

from __future__ import annotations

import difflib

import click


class NearCommands(click.Group):
    """Ends an unknown command with a suggestion."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first word names.

        Raises:
            click.UsageError: with the command that was probably meant.
        """
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as e:
            near = difflib.get_close_matches(args[0].lower(), self.list_commands(ctx), n=1, cutoff=0.5)
            if not near or "Did you mean" in e.message:
                raise
            text = f"{e.message.rstrip('.')}. Did you mean {near[0]}?"
            raise click.UsageError(text, e.ctx) from None
