"""The table of figures, as the bench prints it and as docs/performance.md has it."""
import re

from measuring import ROOT

PATH = ROOT / "docs/performance.md"
TABLE_HEAD = ("| row | what | Weir | against | ratio | reach | reached | beside it |",
              "|---|---|---|---|---|---|---|---|")
# The name of the row that a line of the table belongs to.
ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)


def table_rows(lines):
    return [f"| `{line.row}` | {line.what} | {line.weir} | {line.rival} | {line.ratio} | "
            f"{line.reach} | {'yes' if line.reached else '**no**'} | {line.beside} |"
            for line in lines]


def updated(text, rows, above=None):
    """`text` of the page with `rows` in the place of those of the same names, in their order
    there; new names come last. `above`, if given, replaces the sentence above the table."""
    before, head, table = text.partition("\n".join(TABLE_HEAD) + "\n")
    if not head:
        raise RuntimeError(f"{PATH} has no table")
    table, end, after = table.partition("\n\n")
    by_name = {}
    for row in table.splitlines():
        by_name.setdefault(ROW.match(row)[1], []).append(row)
    new = {}
    for row in rows:
        new.setdefault(ROW.match(row)[1], []).append(row)
    lines = [row for of_name in {**by_name, **new}.values() for row in of_name]
    if above is not None:
        before = re.sub(r"(\n## Measured\n).*", lambda heading: f"{heading[1]}\n{above}\n\n", before,
                        flags=re.DOTALL)
    return before + head + "\n".join(lines) + end + after


def update(rows, above):
    PATH.write_text(updated(PATH.read_text(), rows, above))
