"""The rows of the bench, in the order of the table: a module for each group of them.

To add one: a function that takes a Bench, and a Row for it in ROWS of its module.
"""
from rows import (alarms, encryption, get_records, http2, idle, meter, push, put_record,
                  put_records, reshard, start, tls)

ROWS = {row.name: row
        for module in (put_record, put_records, get_records, push, reshard, encryption, http2, tls,
                       idle, start, alarms, meter)
        for row in module.ROWS}
