"""`speciosa study`: many people, each worked out like one, and one answer from all."""

from __future__ import annotations

from cyclopts import App

study = App(
    name="study",
    help="""Serve, analyse and pool studies of many people.

    cohort: work out everybody's record, and pool the answers.
    packet: what you may give to a study, shown to you first. Also to register, and to take it back.
    pool: many people's packets as one answer. No diary is needed.
    report: what a study found, as a page and a paper.
    power: how many people, days and blocks a study needs.
    serve: run the server of a study.
    trail: check a trail that was exported from it.

    Example: speciosa study cohort --diaries people --out results
    """,
)
study.command("speciosa.cli.study_cohort:cohort", name="cohort")
study.command("speciosa.cli.study_packet:packet", name="packet")
study.command("speciosa.cli.study_pool:pool", name="pool")
study.command("speciosa.cli.study_report:report", name="report")
study.command("speciosa.cli.study_power:power", name="power")
study.command("speciosa.cli.study_serve:serve", name="serve")
study.command("speciosa.cli.study_trail:trail", name="trail")
