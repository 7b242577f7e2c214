"""What can be wrong with a file, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        "file.missing": (
            "the file {file} can't be opened: {why}",
            "无法打开文件 {file}：{why}",
            "無法開啟檔案 {file}：{why}",
        ),
        "file.empty": (
            "the file is empty: its first line should name the columns",
            "文件是空的：第一行应写列名",
            "檔案是空的：第一行應寫欄位名稱",
        ),
        "file.workbook": (
            "this is an Excel workbook or archive of another kind than .xlsx: save it as .xlsx or as “CSV UTF-8” and give that file",
            "这是 .xlsx 以外的 Excel 工作簿或压缩文件：请另存为 .xlsx 或“CSV UTF-8”格式后再提供该文件",
            "這是 .xlsx 以外的 Excel 活頁簿或壓縮檔：請另存為 .xlsx 或「CSV UTF-8」格式後再提供該檔案",
        ),
        "file.workbook_locked": (
            "this workbook has a password: open it in Excel, take the password away (File, Info, Protect Workbook) and save it",
            "这个工作簿设有密码：请在 Excel 中打开，取消密码（文件 → 信息 → 保护工作簿）后保存",
            "這個活頁簿設有密碼：請在 Excel 中開啟，取消密碼（檔案 → 資訊 → 保護活頁簿）後儲存",
        ),
        "file.workbook_large": (
            "this workbook holds too much text to be read at once: save its sheet as “CSV UTF-8” and give that file",
            "这个工作簿文字过多，无法一次读取：请将工作表另存为“CSV UTF-8”格式后再提供该文件",
            "這個活頁簿文字過多，無法一次讀取：請將工作表另存為「CSV UTF-8」格式後再提供該檔案",
        ),
        "file.not_workbook": (
            "this workbook is damaged ({why}): open it in Excel and save it again",
            "这个工作簿已损坏（{why}）：请在 Excel 中打开并重新保存",
            "這個活頁簿已損壞（{why}）：請在 Excel 中開啟並重新儲存",
        ),
        "file.sheet_none": (
            "no sheet has the columns. Missing: {missing}. The sheets are: {sheets}; “{sheet}” comes nearest and has: {there}",
            "没有工作表含有这些列。缺少：{missing}。工作表有：{sheets}；最接近的“{sheet}”有：{there}",
            "沒有工作表含有這些欄位。缺少：{missing}。工作表有：{sheets}；最接近的「{sheet}」有：{there}",
        ),
        "file.sheet_several": (
            "several sheets have the columns: {sheets}. Keep the one that counts, or save it as a file of its own",
            "有多个工作表含有这些列：{sheets}。请只保留需要的一个，或将其另存为单独的文件",
            "有多個工作表含有這些欄位：{sheets}。請只保留需要的一個，或將其另存為單獨的檔案",
        ),
        "file.sheet_full": (
            "the sheet “{sheet}” is filled to Excel's last row ({rows}): whatever came after it was cut off",
            "工作表“{sheet}”已写满 Excel 的最后一行（{rows}）：其后的内容可能已被截断",
            "工作表「{sheet}」已寫滿 Excel 的最後一列（{rows}）：其後的內容可能已被截斷",
        ),
        "file.zeros_lost": (
            "“{name}” holds numbers beside texts that begin with 0: where a number had zeros in front, Excel dropped them, and that can't be mended from here. Format the column as text and fill it again",
            "“{name}”列中既有以 0 开头的文本，也有数字：数字原有的前导零已被 Excel 去掉，无法在此恢复。请将该列设为文本格式后重新填写",
            "「{name}」欄中既有以 0 開頭的文字，也有數字：數字原有的前導零已被 Excel 去掉，無法在此恢復。請將該欄設為文字格式後重新填寫",
        ),
        "file.not_row": (
            "this line is no JSON object with one plain value for each name",
            "这一行不是每个名称对应一个普通值的 JSON 对象，如 order_id、amount",
            "這一行不是每個名稱對應一個普通值的 JSON 物件，如 order_id、amount",
        ),
        "file.no_rows": (
            "no line of this file is a JSON object: write one object a line, not one array",
            "文件中没有一行是 JSON 对象：请每行写一个对象，而不是写成一个数组",
            "檔案中沒有一行是 JSON 物件：請每行寫一個物件，而不是寫成一個陣列",
        ),
        "file.encoding_wide": (
            "every other byte is empty: this looks like UTF-16 text without its mark; try --encoding utf-16-le",
            "每隔一个字节为空：看起来是没有标记的 UTF-16 文本；请试试 --encoding utf-16-le",
            "每隔一個位元組為空：看起來是沒有標記的 UTF-16 文字；請試試 --encoding utf-16-le",
        ),
        "file.encoding": (
            "this is not {encoding} text; if the file was saved by Excel in China, try --encoding gb18030 (or save it as UTF-8)",
            "这里不是 {encoding} 编码的文本；如果文件由中文版 Excel 保存，请试试 --encoding gb18030",
            "這裡不是 {encoding} 編碼的文字；如果檔案由中文版 Excel 儲存，請試試 --encoding gb18030 或 big5",
        ),
        "file.encoding_unknown": (
            "“{encoding}” is not a known encoding; examples: utf-8, gb18030, big5, latin-1",
            "不认识编码“{encoding}”；可用的例子：utf-8、gb18030、big5、latin-1",
            "不認識編碼「{encoding}」；可用的例子：utf-8、gb18030、big5、latin-1",
        ),
        "file.not_csv": (
            "this can't be read as CSV: {why}",
            "无法按 CSV 读取：{why}",
            "無法按 CSV 讀取：{why}",
        ),
        "file.not_parquet": (
            "this can't be read as Parquet: {why}",
            "无法按 Parquet 读取：{why}",
            "無法按 Parquet 讀取：{why}",
        ),
        "file.quote_open": (
            "a quotation mark opened in this row is never closed, so everything after it would be lost",
            "这一行打开的引号一直没有关闭，其后的内容会全部丢失",
            "這一行開啟的引號一直沒有關閉，其後的內容會全部遺失",
        ),
        "file.columns_missing": (
            "missing: {missing}. The file has: {there}. If it is there under another name, say --map THEIRS={first}",
            "缺少列：{missing}。文件中有：{there}。如果只是名称不同，请用 --map 文件列名={first}",
            "缺少欄位：{missing}。檔案中有：{there}。如果只是名稱不同，請用 --map 檔案欄名={first}",
        ),
        "file.column_twice": (
            "two columns would be “{name}”",
            "有两列都是“{name}”",
            "有兩個欄位都是「{name}」",
        ),
        "file.column_type": (
            "the column “{name}” has type {type}, which can't be read",
            "列“{name}”的类型是 {type}，无法读取",
            "欄位「{name}」的類型是 {type}，無法讀取",
        ),
        "file.map_missing": (
            "--map names the column “{name}”, which the file doesn't have; it has: {there}",
            "--map 提到的列“{name}”不在文件中；文件中有：{there}",
            "--map 提到的欄位「{name}」不在檔案中；檔案中有：{there}",
        ),
        "file.map_unknown": (
            "--map leads to “{name}”, which is not one of ours: {known}",
            "--map 指向的“{name}”不是可用的列：{known}",
            "--map 指向的「{name}」不是可用的欄位：{known}",
        ),
        "file.ragged": (
            "the row has {found} cells, the header {expected}",
            "这一行有 {found} 格，而表头有 {expected} 列",
            "這一行有 {found} 格，而表頭有 {expected} 欄",
        ),
    }
)
