#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What Doxygen reads instead of a Markdown file of the project; it calls this as an input filter.

    doxygen_markdown.py FILE        prints the file as Doxygen understands it
    doxygen_markdown.py --self-test

Titles and headings get ids, and links between documents become references to them: Doxygen 1.9.4 has no
anchors of headings, and names pages differently from version to version. Links to other files become
text. Flowcharts of Mermaid, which Doxygen does not draw, become SVG: what `Chart` reads of Mermaid's
language; the rest is an error.
"""
import html
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FENCE = re.compile(r" *(```+|~~~+)")
LINK = re.compile(r"\[((?:[^\[\]]|`[^`]*`)*)\]\(([^)\s]+)\)")


class Problem(Exception):
    pass


class Chart:
    """A flowchart from top to bottom: nodes `id["text<br/>text"]`, edges `id --> id`, `id -->|text| id`."""
    CHARACTER, LINE, PADDING, GAP, LAYER = 6.6, 17, 12, 30, 46

    def __init__(self, lines):
        self.nodes, self.edges = {}, []
        if not lines or lines[0].strip() != "flowchart TD":
            raise Problem("a chart must begin with 'flowchart TD'")
        for line in filter(None, map(str.strip, lines[1:])):
            if node := re.fullmatch(r'(\w+)\["([^"]*)"\]', line):
                self.nodes[node[1]] = re.split(r"<br ?/?>", node[2])
            elif edge := re.fullmatch(r"(\w+) -->(?:\|([^|]*)\|)? (\w+)", line):
                self.edges.append((edge[1], edge[3], edge[2] or ""))
            else:
                raise Problem(f"this line of a chart is not understood: {line}")
        for name in {name for edge in self.edges for name in edge[:2]} - set(self.nodes):
            raise Problem(f"a chart has an edge of {name}, which is not a node")

    def layers(self):
        """Nodes by the length of the longest path to them, without the edges back to an earlier node."""
        order = {name: index for index, name in enumerate(self.nodes)}
        rank = dict.fromkeys(self.nodes, 0)
        for name in self.nodes:  # in the order of the text, along which edges lead forward
            for start, end, _ in self.edges:
                if start == name and order[end] > order[start]:
                    rank[end] = max(rank[end], rank[start] + 1)
        layers = [[] for _ in range(max(rank.values()) + 1)]
        for name in self.nodes:
            layers[rank[name]].append(name)
        return layers

    def size(self, name):
        lines = self.nodes[name]
        across, down = max(map(len, lines)) * self.CHARACTER, len(lines) * self.LINE
        return across + 2 * self.PADDING, down + 2 * self.PADDING

    def boxes(self):
        """Name to x of the middle, y of the top, width and height; and the size of all."""
        layers = self.layers()
        widths = [sum(self.size(name)[0] + self.GAP for name in layer) - self.GAP for layer in layers]
        # Beside the boxes, for edges around them and their texts.
        margin = 60 + self.CHARACTER * max((len(text) for _, _, text in self.edges), default=0)
        total, top, boxes = max(widths), 1.0, {}
        for layer, width in zip(layers, widths):
            left = margin + (total - width) / 2
            for name in layer:
                across, down = self.size(name)
                boxes[name] = (left + across / 2, top, across, down)
                left += across + self.GAP
            top += max(self.size(name)[1] for name in layer) + self.LAYER
        return boxes, total + 2 * margin, top - self.LAYER + 1

    def svg(self):
        boxes, width, height = self.boxes()
        rank = {name: index for index, layer in enumerate(self.layers()) for name in layer}
        out = ['<svg xmlns="http://www.w3.org/2000/svg"'
               f' viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"'
               ' style="max-width:100%;height:auto" font-family="sans-serif" font-size="12" role="img">',
               '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4"'
               ' markerWidth="8" markerHeight="8" orient="auto">'
               '<path d="M0,0 L8,4 L0,8 z" fill="currentColor"/></marker></defs>']
        labels, around = [], {1: 0, -1: 0}
        for start, end, text in self.edges:
            x1, y1, w1, h1 = boxes[start]
            x2, y2, w2, h2 = boxes[end]
            if rank[end] == rank[start] + 1:
                path = f"M{x1:.0f},{y1 + h1:.0f} L{x2:.0f},{y2:.0f}"
                at = ((x1 + x2) / 2 + 6, (y1 + h1 + y2) / 2 + 4, "start")
            else:  # around the layers in between: on the left where it leads back or begins on the left
                side = 1 if rank[end] > rank[start] and x1 >= width / 2 - 1 else -1
                a, b, c, d = x1 + side * w1 / 2, y1 + h1 / 2, x2 + side * w2 / 2, y2 + h2 / 2
                between = range(min(rank[start], rank[end]), max(rank[start], rank[end]) + 1)
                sides = [x + side * across / 2 for name, (x, _, across, _) in boxes.items()
                         if rank[name] in between
                         and (name in (start, end) or rank[name] not in (rank[start], rank[end]))]
                around[side] += 1
                out_x = (max if side > 0 else min)(sides) + side * (15 + 15 * around[side])
                path = f"M{a:.0f},{b:.0f} L{out_x:.0f},{b:.0f} L{out_x:.0f},{d:.0f} L{c:.0f},{d:.0f}"
                at = (out_x + side * 4, b + (16 if d > b else -10), "start" if side > 0 else "end")
            out.append(f'<path d="{path}" fill="none" stroke="currentColor" marker-end="url(#arrow)"/>')
            if text:
                labels.append(f'<text x="{at[0]:.0f}" y="{at[1]:.0f}" text-anchor="{at[2]}" fill="currentColor">'
                              f'{html.escape(text)}</text>')
        for name, (x, y, across, down) in boxes.items():
            out.append(f'<rect x="{x - across / 2:.0f}" y="{y:.0f}" width="{across:.0f}" height="{down:.0f}"'
                       ' rx="4" fill="#6b93c9" fill-opacity="0.15" stroke="#6b93c9"/>')
            for number, line in enumerate(self.nodes[name]):
                weight = ' font-weight="bold"' if number == 0 else ""
                baseline = y + self.PADDING + 12 + number * self.LINE
                out.append(f'<text x="{x:.0f}" y="{baseline:.0f}" text-anchor="middle" fill="currentColor"{weight}>'
                           f'{html.escape(line)}</text>')
        return "\n".join([*out, *labels, "</svg>"])


def pages(root):
    return {*root.glob("*.md"), *(root / "docs").rglob("*.md")}


def identifier(path, root, title=""):
    """Of a page, or of a heading in it, which has two underscores: docs/a.md#b is not docs/a/b.md."""
    text = path.relative_to(root).with_suffix("").as_posix() + ("/_" + title if title else "")
    return "doc_" + re.sub(r"\W+", "_", text.replace("-", "_")).lower()


def slug(heading):
    """The anchor that hosts of Markdown make of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).replace(" ", "-")


def parent(path, root):
    """The page above a page: docs/index.md, or what describes its folder."""
    if path == root / "docs/index.md" or path == root / "README.md":
        return None
    above = path.parent
    for page in (above / "index.md", above.with_suffix(".md")):
        if root / "docs" in page.parents and page != path and page.exists():
            return page
    return root / "docs/index.md"


def link(match, path, root):
    text, target = match.groups()
    if re.match(r"[a-z][a-z0-9+.-]*:", target):
        return match[0]
    file, _, anchor = target.partition("#")
    to = (path.parent / file).resolve() if file else path
    if to not in pages(root):
        return text
    plain = text.replace("`", "").replace('"', "'")
    if anchor:
        return f'\\ref {identifier(to, root, anchor)} "{plain}"'
    command = "subpage" if path == parent(to, root) else "ref"
    return f'\\{command} {"index" if to == root / "README.md" else identifier(to, root)} "{plain}"'


def converted(path, root):
    out, fence, chart = [], None, None
    titled = path == root / "README.md"  # the main page has the id index
    for line in path.read_text(encoding="utf-8").split("\n"):
        if fence is not None:
            if line.strip() == fence:
                if chart is not None:
                    out += ["\\htmlonly", Chart(chart).svg(), "\\endhtmlonly"]
                else:
                    out.append(line)
                fence = chart = None
            elif chart is not None:
                chart.append(line)
            else:
                out.append(line)
        elif mark := FENCE.match(line):
            fence = mark[1]
            if line.strip() == fence + "mermaid":
                chart = []
            else:
                out.append(line)
        elif heading := re.fullmatch(r"(#+) (.*)", line):
            title = LINK.sub(r"\1", heading[2])
            if heading[1] == "#":
                out.append(line if titled else f"# {title} {{#{identifier(path, root)}}}")
                titled = True
            else:
                # It shows the tags that it makes of code in a heading.
                plain = title.replace("`", "")
                out.append(f"{heading[1]} {plain} {{#{identifier(path, root, slug(title))}}}")
        else:
            parts = re.split(r"(\[(?:[^\[\]]|`[^`]*`)*\]\([^)\s]+\)|`+[^`]*`+)", line)
            out.append("".join(LINK.sub(lambda match: link(match, path, root), part)
                               if part.startswith("[") else part for part in parts))
    return "\n".join(out)


def self_test():
    import tempfile
    good = True

    def expect(wanted, text):
        nonlocal good
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder).resolve()
            (root / "docs").mkdir()
            (root / "README.md").write_text("# R\n", encoding="utf-8")
            (root / "docs/a-b.md").write_text(text, encoding="utf-8")
            try:
                got = converted(root / "docs/a-b.md", root)
            except Problem as problem:
                got = str(problem)
        if wanted not in got:
            print(f"expected {wanted!r}, got {got!r}")
            good = False

    expect("# T {#doc_docs_a_b}\n\n## The x {#doc_docs_a_b__the_x}", "# T\n\n## The `x`\n")
    expect('See \\ref doc_docs_a_b__the_x "this" and \\ref index "R`s"'.replace("`", "'"),
           "See [this](#the-x) and [`R\"s`](../README.md)\n")
    expect("A licence, [site](https://example.com)",
           "A [licence](../LICENSE), [site](https://example.com)\n")
    expect("`[x](y.md)`", "`[x](y.md)`\n")
    expect("```text\n# [x](y.md)\n```", "```text\n# [x](y.md)\n```\n")
    chart = 'flowchart TD\n  a["A &lt;b><br/>c"]\n  b["B"]\n  c["C"]\n  a --> b\n  b -->|yes| c\n  c --> a\n'
    for wanted in ("\\htmlonly\n<svg", ">A &amp;lt;b&gt;</text>", ">c</text>", ">yes</text>",
                   "</svg>\n\\endhtmlonly"):
        expect(wanted, f"```mermaid\n{chart}```\n")
    expect("'flowchart TD'", "```mermaid\nsequenceDiagram\n```\n")
    expect("not understood: a ==> b", "```mermaid\nflowchart TD\na ==> b\n```\n")
    expect("an edge of b", '```mermaid\nflowchart TD\na["A"]\na --> b\n```\n')
    return good


def main():
    if sys.argv[1:] == ["--self-test"]:
        return 0 if self_test() else 1
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        print(converted(pathlib.Path(sys.argv[1]).resolve(), ROOT))
    except Problem as problem:
        print(f"{sys.argv[1]}: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
