"""The files of a fictional pôle: payroll months and staff lists that nobody real appears in.

>>> member, = fiction(seed=42, members=1)
>>> 55 <= len(present(member, member.months[-1].last)) <= 75
True
"""

from vivier.demo.data import Member
from vivier.demo.pole import fiction
from vivier.demo.stock import present

__all__ = ["Member", "fiction", "present"]
