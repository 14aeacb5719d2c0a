"""`speciosa trial`: the only commands that may look behind a seal."""

from __future__ import annotations

from cyclopts import App

trial = App(
    name="trial",
    help="""Plan and run your own blind trial: does less do as well?

    plan: draw the order, seal it, and print the papers for your helper.
    status: where it stands, and what is due. Never what is in the capsules.
    reveal: at the end, check the seal and put the amounts into your diary.
    power: what a trial of your own could find out.

    Example: speciosa trial plan my-diary --out for-my-helper
    """,
)
trial.command("speciosa.cli.trial_plan:plan", name="plan")
trial.command("speciosa.cli.trial_status:status", name="status")
trial.command("speciosa.cli.trial_reveal:reveal", name="reveal")
trial.command("speciosa.cli.trial_power:power", name="power")
