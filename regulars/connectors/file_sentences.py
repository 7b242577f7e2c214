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
            "this is an Excel workbook: save the sheet as “CSV UTF-8” and give that file",
            "这是 Excel 工作簿：请另存为“CSV UTF-8”格式后再提供该文件",
            "這是 Excel 活頁簿：請另存為「CSV UTF-8」格式後再提供該檔案",
        ),
        "file.encoding": (
            "this is not {encoding} text; if the file was saved by Excel in China, try --encoding gb18030",
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
