"""Accessibility as axe-core checks it."""

from playwright.sync_api import Page

from tests.page.tools import package

RUN = """async () => {
    const found = await axe.run();
    return found.violations.flatMap((rule) =>
        rule.nodes.map((node) => `${rule.id}: ${rule.help}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""


def violations(page: Page) -> list[str]:
    """Each violation on the page as it stands: the rule, where it is broken and how; empty if there is none."""
    page.evaluate(package("axe-core/axe.min.js").read_text(encoding="utf-8"))
    return page.evaluate(RUN)
