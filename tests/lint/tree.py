"""The project's files, and how a lint reports what it finds in them."""

import re
import subprocess
import sys
from pathlib import Path

# Broken on purpose: what the tests feed to the program.
FIXTURES = re.compile(r"^tests/(.*/)?(fixtures|seeds)/")


class Tree:
    """The files of one checkout, and the findings in them."""

    def __init__(self, root):
        self.root = Path(root)
        self.findings = []
        self.checked = 0

    def paths(self):
        """All files that are or may become part of the project, as sorted relative paths."""
        # The directory may belong to another user, as in a CI container.
        command = ["git", "-c", "safe.directory=*", "-C", str(self.root), "ls-files", "-z",
                   "--cached", "--others", "--exclude-standard"]
        try:
            listed = subprocess.run(command, capture_output=True, check=True).stdout
            names = listed.decode().split("\0")[:-1]
        except (OSError, subprocess.CalledProcessError):  # an unpacked archive
            names = [str(p.relative_to(self.root)) for p in self.root.rglob("*")
                     if not p.relative_to(self.root).parts[0].startswith(("build", ".git"))]
        return sorted({n for n in names if (self.root / n).is_file() and not FIXTURES.match(n)})

    def select(self, pattern):
        """Those whose relative path matches the regular expression; they count as checked."""
        chosen = [p for p in self.paths() if re.search(pattern, p)]
        self.checked += len(chosen)
        return chosen

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    def lines(self, path):
        """(number, line) from 1 on."""
        return enumerate(self.text(path).splitlines(), 1)

    def find(self, path, line, message):
        self.findings.append(f"{path}:{line}: {message}")


def code_lines(text):
    """(number, line) of C source with comments and string literals blanked out."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match.group(0))
    pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"'
    keep_includes = re.sub(r'(#\s*include\s*)"([^"\n]*)"', r"\1<\2>", text)
    return enumerate(re.sub(pattern, blank, keep_includes, flags=re.S).splitlines(), 1)


def main(check):
    """Runs check(tree) on the checkout named on the command line; exits 1 with the findings."""
    tree = Tree(sys.argv[1])
    check(tree)
    print("\n".join(sorted(tree.findings)))
    print(f"{tree.checked} files checked, {len(tree.findings)} findings")
    if tree.checked == 0:
        print("a lint that sees no files proves nothing: is this the project's root?")
    sys.exit(1 if tree.findings or tree.checked == 0 else 0)
