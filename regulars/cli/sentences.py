"""What the platform says when a machine is not as it needs it: one sentence per code, in three languages."""

from regulars.kit.phrases import phrases

phrases(
    {
        "home.not_writable": (
            "The data folder {folder} cannot be written: {why}. Choose another with REGULARS_HOME",
            "数据目录 {folder} 无法写入：{why}。可用 REGULARS_HOME 指定其他目录",
            "資料目錄 {folder} 無法寫入：{why}。可用 REGULARS_HOME 指定其他目錄",
        ),
        "home.disk_full": (
            "The disk holding {folder} is full. Make room and start again; nothing that was confirmed is lost",
            "{folder} 所在的磁盘已满。请腾出空间后重新启动；已确认的数据不会丢失",
            "{folder} 所在的磁碟已滿。請騰出空間後重新啟動；已確認的資料不會遺失",
        ),
        "home.not_a_home": (
            "The folder {folder} holds other files. Point REGULARS_HOME at an empty folder, or one that Regulars made",
            "目录 {folder} 中有其他文件。请将 REGULARS_HOME 指向空目录或由 Regulars 创建的目录",
            "目錄 {folder} 中有其他檔案。請將 REGULARS_HOME 指向空目錄或由 Regulars 建立的目錄",
        ),
        "home.secret_key_too_short": (
            "The secret key in {file} is shorter than {least} characters. Remove the file to get a fresh one (everybody signs in again)",
            "{file} 中的密钥少于 {least} 个字符。删除该文件即可重新生成（所有人需重新登录）",
            "{file} 中的金鑰少於 {least} 個字元。刪除該檔案即可重新產生（所有人需重新登入）",
        ),
        "database.no_server": (
            "There is no PostgreSQL to start on this kind of machine. Point DATABASE_URL at a PostgreSQL 15 or newer",
            "当前系统没有可启动的 PostgreSQL。请用 DATABASE_URL 指向 PostgreSQL 15 或更高版本",
            "目前系統沒有可啟動的 PostgreSQL。請用 DATABASE_URL 指向 PostgreSQL 15 或更高版本",
        ),
        "database.no_user": (
            "PostgreSQL does not run as root, and the user “{user}” could not be made: {why}. Create it, or start Regulars as an ordinary user",
            "PostgreSQL 不能以 root 运行，且无法创建用户“{user}”：{why}。请先创建该用户，或以普通用户启动 Regulars",
            "PostgreSQL 不能以 root 執行，且無法建立使用者「{user}」：{why}。請先建立該使用者，或以一般使用者啟動 Regulars",
        ),
        "database.not_started": (
            "PostgreSQL did not start: {why}. Its own words are in {log}",
            "PostgreSQL 未能启动：{why}。详细信息见 {log}",
            "PostgreSQL 未能啟動：{why}。詳細資訊見 {log}",
        ),
        "database.unreachable": (
            "The database does not answer: {why}",
            "数据库没有响应：{why}",
            "資料庫沒有回應：{why}",
        ),
        "database.unsafe": (
            "The database runs with {setting} = {found}, which can lose confirmed points. Set it to on",
            "数据库的 {setting} 为 {found}，可能丢失已确认的积分。请改为 on",
            "資料庫的 {setting} 為 {found}，可能遺失已確認的積分。請改為 on",
        ),
        "database.too_old": (
            "The database is PostgreSQL {found}; Regulars needs {least} or newer",
            "数据库为 PostgreSQL {found}，Regulars 需要 {least} 或更高版本",
            "資料庫為 PostgreSQL {found}，Regulars 需要 {least} 或更高版本",
        ),
        "database.not_migrated": (
            "The database could not be brought up to date: {why}",
            "数据库升级失败：{why}",
            "資料庫升級失敗：{why}",
        ),
        "database.unreadable_url": (
            "{variable} is not a PostgreSQL address: {why}",
            "{variable} 不是有效的 PostgreSQL 地址：{why}",
            "{variable} 不是有效的 PostgreSQL 位址：{why}",
        ),
        "database.one_role": (
            "The database user {user} may not create roles: Regulars runs as {user} alone, and only triggers keep the journal from being changed",
            "数据库用户 {user} 无权创建角色：Regulars 仅以 {user} 运行，流水只靠触发器防止改动",
            "資料庫使用者 {user} 無權建立角色：Regulars 僅以 {user} 執行，流水只靠觸發器防止更動",
        ),
        "database.keys_inside": (
            "Members' keys are kept inside the database {database}: leave the schema “keys” out of ordinary backups, or set REGULARS_KEYS_URL",
            "会员密钥保存在数据库 {database} 内：日常备份请排除 keys 模式，或设置 REGULARS_KEYS_URL",
            "會員金鑰保存在資料庫 {database} 內：日常備份請排除 keys 結構描述，或設定 REGULARS_KEYS_URL",
        ),
    }
)
