"""One member, one event, one moment -> one decision with its reasons. Pure: no database, no clock, no network.

Start with ``deciding.decide``; ``docs/reference/programme.md`` says what each word of a programme means.
"""
