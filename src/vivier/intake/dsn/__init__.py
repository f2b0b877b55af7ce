"""Payroll files: the monthly DSN, norms P24V01 to P26V01."""
