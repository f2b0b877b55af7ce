"""Staff registers, HR exports, BDESE cross-tables and polyvalence matrices (XLSX, CSV, TXT)."""
