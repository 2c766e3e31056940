"""Registration files: what a row says, how CSV and XLSX are read, and what is wrong with them."""
