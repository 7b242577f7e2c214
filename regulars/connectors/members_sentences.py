"""What can be wrong with a row of a members file, in three languages. What is wrong with a field itself, the members' room says."""

from regulars.kit.phrases import phrases

phrases(
    {
        "members.member_missing": (
            "member is empty: every row needs the shop's own reference",
            "member 为空：每一行都需要商家自己的会员编号",
            "member 為空：每一行都需要商家自己的會員編號",
        ),
        "members.member_long": (
            "the member reference is longer than 128 characters",
            "会员编号超过 128 个字符",
            "會員編號超過 128 個字元",
        ),
        "members.member_unreachable": (
            "“{ref}” can't be a member's reference: in a web address it means another place",
            "“{ref}”不能作为会员编号：在网址中它表示别的位置",
            "「{ref}」不能作為會員編號：在網址中它表示別的位置",
        ),
        "members.text_broken": (
            "{column} holds a character no database can keep",
            "{column} 含有数据库无法保存的字符",
            "{column} 含有資料庫無法儲存的字元",
        ),
        "members.twice": (
            "the member stands on line {first} already",
            "该会员已出现在第 {first} 行",
            "該會員已出現在第 {first} 行",
        ),
        "members.identity_twice": (
            "this {kind} belongs to another member on line {first}",
            "该标识（{kind}）在第 {first} 行属于另一位会员",
            "該標識（{kind}）在第 {first} 行屬於另一位會員",
        ),
        "members.date_unreadable": (
            "enrolled_at is not a date: write 2017-01-31, 2017-01-31 11:53:26 or 2017-01-31T11:53:26+08:00",
            "enrolled_at 不是日期：请写成 2017-01-31、2017-01-31 11:53:26 或 2017-01-31T11:53:26+08:00",
            "enrolled_at 不是日期：請寫成 2017-01-31、2017-01-31 11:53:26 或 2017-01-31T11:53:26+08:00",
        ),
        "members.date_early": (
            "enrolled_at lies outside 1970 to 2099",
            "enrolled_at 不在 1970 至 2099 年之间",
            "enrolled_at 不在 1970 至 2099 年之間",
        ),
        "members.date_ahead": (
            "enrolled_at lies in the future",
            "enrolled_at 晚于现在",
            "enrolled_at 晚於現在",
        ),
        "members.unknown_timezone": (
            "“{timezone}” is not a time zone; examples: Asia/Shanghai, America/New_York, UTC",
            "“{timezone}”不是时区；可用的例子：Asia/Shanghai、America/New_York、UTC",
            "「{timezone}」不是時區；可用的例子：Asia/Taipei、America/New_York、UTC",
        ),
        "members.unknown_region": (
            "“{region}” is not a country or region; write its two letters, such as CN, TW or US",
            "“{region}”不是国家或地区代码；请写两个字母，例如 CN、TW、US",
            "「{region}」不是國家或地區代碼；請寫兩個字母，例如 CN、TW、US",
        ),
    }
)
