"""The blocks of docs/clients.md, and the same lines where the drivers mark them."""
import pathlib
import re
import textwrap

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs/clients.md").read_text()

# ```language name, then the lines, then ```.
BLOCK = re.compile(r"^```\w+ ([\w-]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A comment "docs: name", then the lines, then a comment "end".
MARKED = re.compile(r"^[ \t]*(?://|#) docs: ([\w-]+)\n(.*?)^[ \t]*(?://|#) end$",
                    re.MULTILINE | re.DOTALL)
SOURCES = (".py", ".mjs", ".java", ".go", ".rs", ".rb")


def blocks():
    """{name: text} of the page."""
    return dict(BLOCK.findall(PAGE))


def marked():
    """{name: text} of the drivers; pieces of one name have an empty line between them."""
    found = {}
    for path in sorted((ROOT / "tests/clients").rglob("*")):
        if path.suffix in SOURCES:
            for name, text in MARKED.findall(path.read_text()):
                piece = textwrap.dedent(text)
                found[name] = found[name] + "\n" + piece if name in found else piece
    return found


def versions():
    """{client: version} of the page's table."""
    return dict(re.findall(r"^\| ([\w ]+) \| ([\d.]+) \|", PAGE, re.MULTILINE))
