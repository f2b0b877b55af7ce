"""The files of a fictional pôle: payroll months and staff lists in which nobody real appears.

>>> (member,) = fiction(seed=42, members=1)
>>> 55 <= len(present(member, member.months[-1].last)) <= 75
True
"""

from vivier.demo.data import Member
from vivier.demo.folder import Made, write
from vivier.demo.pole import fiction
from vivier.demo.stock import Presence, present

__all__ = ["Made", "Member", "Presence", "fiction", "present", "write"]
