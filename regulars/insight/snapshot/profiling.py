"""The tables of profiling: what was bought, what came back, visits to the web shop (any event with seconds and pages), who gave points to whom, what else members did. Who has refused to be profiled is in none of them.

Of an event's data only what is named here goes along: articles, amounts, places, kinds. No free text, no name of anybody.
"""

PROFILING = ("order_lines", "returned_lines", "behaviours", "visits", "gifts")
MEMBERS = {"gifts": ("member", "giver")}  # the columns that hold one; else ``member`` alone
TOLD = ("place", "channel", "product", "order_id", "survey_id", "event_id", "review_id", "share_id", "what", "page")  # texts of behaviours; numbers and yes/no always

_ORDER = (
    '{"order_id":"VARCHAR","channel":"VARCHAR","store":"VARCHAR","lines":[{"sku":"VARCHAR","quantity":"VARCHAR","amount":"VARCHAR","line":"VARCHAR",'
    '"discount":"VARCHAR","category":"VARCHAR","brand":"VARCHAR"}]}'
)
_RETURN = '{"order_id":"VARCHAR","lines":[{"line":"VARCHAR","quantity":"VARCHAR","amount":"VARCHAR"}]}'
_HOUSE = ("order.paid", "order.returned", "order.delivered", "challenge.joined", "fast_track.requested", "balance.opened")


def profiling_sql(name: str, digits: int) -> str:
    """The rows of a table out of ``told``; amounts in the smallest unit, quantities in thousandths."""
    minor = f"({{}}::DECIMAL(30,{digits}) * {10**digits}::BIGINT)::BIGINT"
    thousandths = "({}::DECIMAL(30,3) * 1000::BIGINT)::BIGINT"
    amount, discount, returned = (minor.format(column) for column in ("l.amount", "coalesce(l.discount, '0')", "l.amount"))
    if name == "order_lines":
        return f"""
            WITH orders AS (
                SELECT member, seq, source, at_us, from_json(body, '{_ORDER}') AS o FROM told
                WHERE type = 'order.paid' AND NOT refused AND member NOT IN (SELECT member FROM refused)),
            each_line AS (SELECT member, seq, source, at_us, o, unnest(o.lines) AS l, generate_subscripts(o.lines, 1) AS place FROM orders)
            SELECT member, seq, source, o.order_id AS order_id, at_us, coalesce(l.line::DOUBLE::INTEGER, place::INTEGER) AS line, l.sku AS sku,
                   {thousandths.format("l.quantity")} AS quantity, {amount} AS amount, {discount} AS discount,
                   coalesce(l.category, '') AS category, coalesce(l.brand, '') AS brand, coalesce(o.channel, '') AS channel, coalesce(o.store, '') AS store
            FROM each_line ORDER BY member, seq, line"""
    if name == "returned_lines":
        return f"""
            WITH returns AS (
                SELECT member, seq, at_us, from_json(body, '{_RETURN}') AS o FROM told
                WHERE type = 'order.returned' AND NOT refused AND member NOT IN (SELECT member FROM refused)),
            each_line AS (
                SELECT member, seq, at_us, o.order_id AS order_id, unnest(CASE WHEN coalesce(len(o.lines), 0) > 0 THEN o.lines ELSE [NULL] END) AS l FROM returns)
            SELECT member, seq, order_id, at_us, l.line::DOUBLE::INTEGER AS line, {thousandths.format("l.quantity")} AS quantity, {returned} AS amount
            FROM each_line ORDER BY member, seq, line"""
    if name == "gifts":  # how many points came stands among the transfers
        return """SELECT member, seq, giver, at_us FROM told
            WHERE giver IS NOT NULL AND NOT refused AND member NOT IN (SELECT member FROM refused) AND giver NOT IN (SELECT member FROM refused) ORDER BY member, seq"""
    # A shop's own event may tell its numbers as text, as a file would; a text that is no number makes it another event of theirs.
    is_visit = " AND ".join(
        rf"(json_type(body, '$.{name}') IN ('BIGINT', 'UBIGINT', 'DOUBLE') OR coalesce(regexp_full_match(body ->> '$.{name}', '[0-9]{{1,9}}(\.[0-9]{{1,9}})?'), false))" for name in ("seconds", "pages")
    )
    if name == "visits":
        return f"""
            SELECT member, seq, type, at_us, (body ->> '$.seconds')::DOUBLE::BIGINT AS seconds, (body ->> '$.pages')::DOUBLE::BIGINT AS pages FROM told
            WHERE body IS NOT NULL AND NOT refused AND member NOT IN (SELECT member FROM refused) AND {is_visit}
            ORDER BY member, seq"""
    named = ", ".join(f"'{one}'" for one in TOLD)
    house = ", ".join(f"'{one}'" for one in _HOUSE)
    return f"""
        WITH done AS (
            SELECT member, seq, type, at_us, body FROM told
            WHERE body IS NOT NULL AND type NOT IN ({house}) AND NOT coalesce(type = 'site.visited' AND {is_visit}, false) AND NOT refused AND member NOT IN (SELECT member FROM refused)),
        each_field AS (SELECT member, seq, unnest(json_keys(body)) AS field, body FROM done),
        kept AS (
            SELECT member, seq, map_from_entries(list((field, body ->> ('$."' || field || '"')) ORDER BY field)) AS fields FROM each_field
            WHERE field IN ({named}) OR (field = 'cost' AND try_cast(body ->> '$.cost' AS DECIMAL(18, 4)) IS NOT NULL) OR json_type(body, '$."' || field || '"') IN ('BIGINT', 'UBIGINT', 'DOUBLE', 'BOOLEAN') GROUP BY member, seq)
        SELECT done.member, done.seq, type, at_us, coalesce(fields, MAP([]::VARCHAR[], []::VARCHAR[])) AS fields
        FROM done LEFT JOIN kept USING (member, seq) ORDER BY done.member, done.seq"""
