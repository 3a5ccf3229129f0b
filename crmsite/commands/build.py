"""``crmsite build``: the site, published in one exchange."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from crmsite.commands.workspace import Workspace, as_of_option, jobs_option

EXAMPLES = """\b
Examples:
  crmsite build
  crmsite build --explain
  crmsite build --audience partner
  crmsite build --verify            proves that the incremental site equals a clean one
"""


@click.command("build", epilog=EXAMPLES)
@as_of_option
@jobs_option
@click.option(
    "--audience", metavar="NAME", default=None, help="Build for an audience of site.yaml: what it may not see is in no byte."
)
@click.option(
    "-d", "--site", metavar="DIR", default=None, help="Where the site goes. Default: site/, or site-NAME/ for an audience."
)
@click.option("--explain", "why", is_flag=True, help="Say of each page that was rebuilt why.")
@click.option("--verify", is_flag=True, help="Build again from nothing beside it, and compare every byte.")
@click.option("--keep-going", is_flag=True, help="Publish although records have errors; they are left out.")
@click.pass_obj
def command(
    workspace: Workspace,
    as_of: str | None,
    jobs: int | None,
    audience: str | None,
    site: str | None,
    *,
    why: bool,
    verify: bool,
    keep_going: bool,
) -> None:
    """Build the site and publish it in one exchange. With errors in the records the old site stays."""
    from crmsite.stages.freshness import unchanged
    from crmsite.stages.history import head_commit
    from crmsite.stages.options import look

    options = workspace.options(as_of=as_of, jobs=jobs, audience=audience)
    target = Path(site) if site else options.root / (f"site-{audience}" if audience else "site")
    commit = head_commit(options.root) if audience is None else ""
    seen = look(options)
    last = unchanged(options, target, commit, seen)
    if last is not None and not verify:
        workspace.say("build.unchanged", pages=last.pages, files=last.files)
        if any(plain[0] for plain in last.faults):
            workspace.say("build.faults_as_before", count=len(last.faults))
        return
    from crmsite.commands.building import build_once, verified

    ok = build_once(workspace, options, target, commit, seen, why=why, keep_going=keep_going)
    if ok and verify:
        ok = verified(workspace, options, target, commit, keep_going=keep_going)
    if not ok:
        sys.exit(1)
