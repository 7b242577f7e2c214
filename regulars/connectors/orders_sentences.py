"""What can be wrong with a row of an order file, in three languages."""

from regulars.connectors.orders_sql import PROBLEMS
from regulars.kit.phrases import known_codes, phrases

phrases(
    {
        "orders.order_id_missing": ("order_id is empty", "order_id 为空", "order_id 為空"),
        "orders.order_id_long": (
            "the order id “{text}…” is longer than 255 characters",
            "订单号“{text}…”超过 255 个字符",
            "訂單號「{text}…」超過 255 個字元",
        ),
        "orders.member_missing": ("member is empty: whose order is it?", "member 为空：这是谁的订单？", "member 為空：這是誰的訂單？"),
        "orders.member_long": (
            "the member reference “{text}…” is longer than 128 characters",
            "会员编号“{text}…”超过 128 个字符",
            "會員編號「{text}…」超過 128 個字元",
        ),
        "orders.member_unreachable": (
            "“{text}” can't be a member's reference: in a web address it means another place",
            "“{text}”不能作为会员编号：在网址中它表示别的位置",
            "「{text}」不能作為會員編號：在網址中它表示別的位置",
        ),
        "orders.no_articles": (
            "{file} tells no articles (sku): every line counts as one piece of the same article, and nothing can be said of what is bought with what",
            "{file} 没有商品列（sku）：每一行都按同一种商品的一件计算，无法说明哪些商品一起购买",
            "{file} 沒有商品欄（sku）：每一行都按同一種商品的一件計算，無法說明哪些商品一起購買",
        ),
        "orders.sku_missing": ("sku is empty", "sku 为空", "sku 為空"),
        "orders.text_broken": (
            "the row holds a NUL character, which no database can keep",
            "这一行含有 NUL 字符，数据库无法保存",
            "這一行含有 NUL 字元，資料庫無法儲存",
        ),
        "orders.text_long": (
            "a text of this row is longer than 255 characters",
            "这一行有文字超过 255 个字符",
            "這一行有文字超過 255 個字元",
        ),
        "orders.date_unreadable": (
            "“{text}” is not a date: write 2017-01-31, 2017-01-31 11:53:26 or 2017-01-31T11:53:26+08:00",
            "“{text}”不是日期：请写成 2017-01-31、2017-01-31 11:53:26 或 2017-01-31T11:53:26+08:00",
            "「{text}」不是日期：請寫成 2017-01-31、2017-01-31 11:53:26 或 2017-01-31T11:53:26+08:00",
        ),
        "orders.date_early": (
            "“{text}” lies outside 1970 to 2099",
            "“{text}”不在 1970 至 2099 年之间",
            "「{text}」不在 1970 至 2099 年之間",
        ),
        "orders.date_ahead": (
            "“{text}” lies in the future",
            "“{text}”在未来",
            "「{text}」在未來",
        ),
        "orders.quantity_unreadable": (
            "the quantity “{text}” is not a number such as 2 or 0.375",
            "数量“{text}”不是数字，应写成 2 或 0.375 这样",
            "數量「{text}」不是數字，應寫成 2 或 0.375 這樣",
        ),
        "orders.quantity_none": (
            "the quantity “{text}” is not above 0; a return is an order.returned event, not a negative line",
            "数量“{text}”必须大于 0；退货应作为 order.returned 事件，而不是负数行",
            "數量「{text}」必須大於 0；退貨應作為 order.returned 事件，而不是負數行",
        ),
        "orders.quantity_digits": (
            "the quantity “{text}” has more than 3 decimals, or is too large",
            "数量“{text}”超过 3 位小数，或数值过大",
            "數量「{text}」超過 3 位小數，或數值過大",
        ),
        "orders.amount_unreadable": (
            "the amount “{text}” is not a number such as 12.30",
            "金额“{text}”不是数字，应写成 12.30 这样",
            "金額「{text}」不是數字，應寫成 12.30 這樣",
        ),
        "orders.amount_negative": (
            "the amount “{text}” is negative; a return is an order.returned event, not a negative line",
            "金额“{text}”为负数；退货应作为 order.returned 事件，而不是负数行",
            "金額「{text}」為負數；退貨應作為 order.returned 事件，而不是負數行",
        ),
        "orders.amount_digits": (
            "the amount “{text}” has more decimals than the currency ({digits})",
            "金额“{text}”的小数位多于该货币（{digits} 位）",
            "金額「{text}」的小數位多於該貨幣（{digits} 位）",
        ),
        "orders.amount_large": ("the amount “{text}” is too large", "金额“{text}”过大", "金額「{text}」過大"),
        "orders.discount_unreadable": (
            "the discount “{text}” is not an amount of 0 or more in the currency",
            "折扣“{text}”不是该货币下大于等于 0 的金额",
            "折扣「{text}」不是該貨幣下大於等於 0 的金額",
        ),
        "orders.currency_other": (
            "the amount is in another currency ({text}), which can't be added to the rest: one file for each currency",
            "该金额为另一币种（{text}），不能与其余相加：请每种货币各用一个文件",
            "該金額為另一幣別（{text}），不能與其餘相加：請每種貨幣各用一個檔案",
        ),
        "orders.cell_error": (
            "“{text}” is an error the spreadsheet shows (or a formula it never worked out), no value",
            "“{text}”是表格显示的错误（或尚未计算的公式），不是数据",
            "「{text}」是試算表顯示的錯誤（或尚未計算的公式），不是資料",
        ),
        "orders.cell_digits": (
            "“{text}” was a number of more than 15 digits: the spreadsheet lost the last ones, and they can't be brought back. Take the file from where it came with this column as text",
            "“{text}”原为超过 15 位的数字：表格已丢失末尾数位，无法恢复。请从来源重新导出，并将该列设为文本",
            "「{text}」原為超過 15 位的數字：試算表已遺失末尾數位，無法復原。請從來源重新匯出，並將該欄設為文字",
        ),
        "orders.cell_date": (
            "the spreadsheet turned this id or article into a date ({text}); what was typed is lost. Format the column as text and fill it again",
            "表格把这个编号或商品变成了日期（{text}），原文已丢失。请将该列设为文本格式后重新填写",
            "試算表把這個編號或商品變成了日期（{text}），原文已遺失。請將該欄設為文字格式後重新填寫",
        ),
        "orders.too_many_lines": (
            "the order {order} has {count} lines; the most an order may have is {most}",
            "订单 {order} 有 {count} 行；一张订单最多 {most} 行",
            "訂單 {order} 有 {count} 行；一張訂單最多 {most} 行",
        ),
        "orders.two_members": (
            "the order {order} belongs to “{member}” here and to “{first}” on line {line_of_first}",
            "订单 {order} 在此属于“{member}”，而在第 {line_of_first} 行属于“{first}”",
            "訂單 {order} 在此屬於「{member}」，而在第 {line_of_first} 行屬於「{first}」",
        ),
        "orders.rounded": (
            "{columns} holds floating-point numbers; {count} values were rounded to exact decimals",
            "{columns} 是浮点列；已将 {count} 个值四舍五入为精确小数",
            "{columns} 是浮點欄；已將 {count} 個值四捨五入為精確小數",
        ),
        "orders.unknown_timezone": (
            "“{timezone}” is not a time zone; examples: Asia/Shanghai, America/New_York, UTC",
            "“{timezone}”不是时区；可用的例子：Asia/Shanghai、America/New_York、UTC",
            "「{timezone}」不是時區；可用的例子：Asia/Taipei、America/New_York、UTC",
        ),
    }
)

assert known_codes() >= set(PROBLEMS), "every problem has its sentence"
