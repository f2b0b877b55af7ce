"""A plain reader of CSV against its Table Schema: what a validator would say, written from the specification."""

import csv
import io


def rows_of(content, separator=","):
    """Read a CSV as dictionaries."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator))


def faults(content, schema, separator=","):
    """List what is wrong in a CSV: columns, types, required values, codes allowed, primary key."""
    rows = rows_of(content, separator)
    names = [field["name"] for field in schema["fields"]]
    wrong = [] if not rows or list(rows[0]) == names else [f"columns {list(rows[0])}"]
    for number, row in enumerate(rows, start=2):
        for field in schema["fields"]:
            text, rules = row[field["name"]], field.get("constraints", {})
            if text in schema["missingValues"]:
                if rules.get("required"):
                    wrong.append(f"line {number}: {field['name']} is required")
                continue
            if field["type"] == "number" and not _is_number(text, field.get("decimalChar", ".")):
                wrong.append(f"line {number}: {text} is no number")
            if "enum" in rules and text not in rules["enum"]:
                wrong.append(f"line {number}: {text} is not allowed in {field['name']}")
    keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
    return wrong + [f"{key} twice" for key in set(keys) if keys.count(key) > 1]


def _is_number(text, point):
    try:
        float(text.replace(point, "."))
    except ValueError:
        return False
    return point == "." or "." not in text
