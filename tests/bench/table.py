"""The table that a run ends with."""

from dataclasses import dataclass
from statistics import median


@dataclass
class Row:
    """One server's values of all rounds, with the floor's of the same rounds where there is one."""

    what: str
    server: str
    unit: str
    values: list
    floor: list = None
    budget: str = ""

    def cells(self):
        # A load that ends within a tick of the CPU clock has cost nothing as far as the kernel knows.
        ratios = [mine / bare for mine, bare in zip(self.values, self.floor or []) if bare > 0]
        ratio = f"{median(ratios):.2f} × floor" if ratios else ""
        spread = f"{number(min(self.values))}–{number(max(self.values))}" if len(self.values) > 1 else ""
        return (self.what, self.server, f"{number(median(self.values))} {self.unit}", spread, ratio, self.budget)


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 20 else f"{value:.2f}"


def print_table(rows):
    heads = ("what", "server", "median", "min–max", "ratio", "budget")
    lines = [heads, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())
