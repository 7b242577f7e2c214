"""What the members' room refuses, in three languages. Facts never hold the personal value itself, so that logs and answers stay clean."""

from regulars.kit.errors import Refused, Unavailable
from regulars.kit.phrases import phrases


class IdentityTaken(Refused):
    """Another member has it. Only the kind is told: the value is personal, and so is whose it is."""

    code = "identity.taken"


class KeyMissing(Unavailable):
    """A data key, or the key that wraps it, is not there: nothing can be read until it is brought back."""

    code = "members.key_missing"


class KeysAway(Unavailable):
    """The database ``keys`` doesn't answer. Points and tiers go on; personal data waits."""

    code = "members.keys_away"


class Tampered(Unavailable):
    """A stored personal field does not open under its own key and place: it was changed, moved or cut."""

    code = "members.tampered"


phrases(
    {
        "identity.card_stays": (
            "a card is not taken away: block or replace it, so that its number is never somebody else's",
            "会员卡不能删除：请停用或更换，以免卡号归他人所有",
            "會員卡不能刪除：請停用或更換，以免卡號歸他人所有",
        ),
        "members.rotating": ("the keys are being rotated already", "密钥正在更换中", "金鑰正在更換中"),
        "profile.timezone_unknown": (
            "there is no such time zone; write a name such as Asia/Shanghai",
            "没有这个时区；请写 Asia/Shanghai 这样的名称",
            "沒有這個時區；請寫 Asia/Taipei 這樣的名稱",
        ),
        "profile.birthday_edited": (
            "the birthday was corrected not long ago; it can be corrected again from {again}",
            "生日不久前已更正过；{again} 起可再次更正",
            "生日不久前已更正過；{again} 起可再次更正",
        ),
        "segment.name": (
            "a segment's name is text of 1 to {most} characters",
            "分群名称须为 1 至 {most} 个字符",
            "分群名稱須為 1 至 {most} 個字元",
        ),
        "segment.unknown": ("there is no segment “{segment}”", "没有分群“{segment}”", "沒有分群「{segment}」"),
        "segment.unknown_members": (
            "{count} of the references are no members, such as “{first}”; nothing was changed",
            "有 {count} 个编号不是会员，例如“{first}”；未做任何更改",
            "有 {count} 個編號不是會員，例如「{first}」；未做任何變更",
        ),
        "enrolment.referred_by": (
            "referred_by is the advocate's code, or their reference: a text of up to 128 characters",
            "referred_by 应为推荐码或推荐人的会员编号，最多 128 个字符",
            "referred_by 應為推薦碼或推薦人的會員編號，最多 128 個字元",
        ),
        "signal.unreadable": (
            "a signal is written as a kind (device or payment) and a value, both text; at most 10 of them",
            "信号由类型（device 或 payment）和值两段文字组成，最多 10 个",
            "訊號由類型（device 或 payment）和值兩段文字組成，最多 10 個",
        ),
        "identity.taken": (
            "another member already has this {kind}",
            "该标识（{kind}）已属于另一位会员",
            "該標識（{kind}）已屬於另一位會員",
        ),
        "identity.unknown": (
            "the member has no such {kind}",
            "该会员没有这个标识（{kind}）",
            "該會員沒有這個標識（{kind}）",
        ),
        "identity.kind_unreadable": (
            "an identity's kind is 1 to 32 small letters, digits or underscores, such as card",
            "标识类型应为 1 至 32 个小写字母、数字或下划线，例如 card",
            "標識類型應為 1 至 32 個小寫字母、數字或底線，例如 card",
        ),
        "identity.unreadable": (
            "an identity is written as a kind and a value, both text",
            "每个标识由类型（kind）和值（value）两段文字组成",
            "每個標識由類型（kind）和值（value）兩段文字組成",
        ),
        "identity.empty": ("the {kind} is empty", "标识（{kind}）不能为空", "標識（{kind}）不能為空"),
        "profile.unreadable": (
            "the profile must be an object of fields",
            "会员资料应为由字段组成的对象",
            "會員資料應為由欄位組成的物件",
        ),
        "profile.unknown_field": (
            "“{field}” is not a field of the profile; the fields are {fields}",
            "会员资料没有“{field}”这一项；可用的字段有 {fields}",
            "會員資料沒有「{field}」這一項；可用的欄位有 {fields}",
        ),
        "profile.not_text": ("{field} must be text", "{field} 必须是文字", "{field} 必須是文字"),
        "profile.too_long": (
            "{field} is longer than {longest} characters",
            "{field} 超过 {longest} 个字符",
            "{field} 超過 {longest} 個字元",
        ),
        "profile.control_character": (
            "{field} holds a character that cannot be printed",
            "{field} 含有不可显示的字符",
            "{field} 含有無法顯示的字元",
        ),
        "profile.phone_unreadable": (
            "this is not a phone number: write it with its country code, such as +86 138 0013 8000",
            "无法识别该电话号码：请带上国家或地区代码，例如 +86 138 0013 8000",
            "無法識別該電話號碼：請帶上國家或地區代碼，例如 +886 912 345 678",
        ),
        "profile.email_unreadable": (
            "this is not an e-mail address, such as ann@example.com",
            "邮箱地址格式不对，正确格式如 ann@example.com",
            "電子郵件地址格式不對，正確格式如 ann@example.com",
        ),
        "profile.birthday_unreadable": (
            "the birthday must be a day of the calendar written as 1990-05-17, and not before 1900",
            "生日应为真实日期，写作 1990-05-17，且不早于 1900 年",
            "生日應為真實日期，寫作 1990-05-17，且不早於 1900 年",
        ),
        "profile.birthday_in_future": (
            "the birthday lies in the future",
            "生日不能晚于今天",
            "生日不能晚於今天",
        ),
        "profile.gender_unknown": (
            "gender is one of {choices}, or left out",
            "性别可填 {choices}，也可不填",
            "性別可填 {choices}，也可不填",
        ),
        "profile.language_unreadable": (
            "language is a code such as en, zh-Hans or zh-Hant",
            "语言请填代码，例如 en、zh-Hans、zh-Hant",
            "語言請填代碼，例如 en、zh-Hans、zh-Hant",
        ),
        "profile.attributes_unreadable": (
            "attributes are up to {most} named texts, numbers or yes/no values; names are small letters, digits and underscores",
            "attributes 最多 {most} 项，值可为文字、数字或是否；名称只用小写字母、数字和下划线",
            "attributes 最多 {most} 項，值可為文字、數字或是否；名稱只用小寫字母、數字和底線",
        ),
        "enrolment.unreadable": (
            "the data of an enrolment is an object that may hold profile and identities",
            "入会数据应为对象，可包含 profile 和 identities",
            "入會資料應為物件，可包含 profile 和 identities",
        ),
        "enrolment.unknown_field": (
            "“{field}” is not a field of an enrolment; it may hold profile and identities",
            "入会数据没有“{field}”这一项；可包含 profile 和 identities",
            "入會資料沒有「{field}」這一項；可包含 profile 和 identities",
        ),
        "members.key_missing": (
            "the key that opens this member's personal data is missing ({key}); bring back the key file or the keys database",
            "缺少解开该会员个人资料的密钥（{key}）；请恢复密钥文件或 keys 数据库",
            "缺少解開該會員個人資料的金鑰（{key}）；請還原金鑰檔案或 keys 資料庫",
        ),
        "members.keys_away": (
            "personal data can't be opened right now: the database of members' keys doesn't answer; try again",
            "暂时无法打开个人资料：会员密钥数据库没有响应，请稍后重试",
            "暫時無法開啟個人資料：會員金鑰資料庫沒有回應，請稍後重試",
        ),
        "members.key_file_unreadable": (
            "the key file {path} cannot be read: {reason}",
            "无法读取密钥文件 {path}：{reason}",
            "無法讀取金鑰檔案 {path}：{reason}",
        ),
        "members.tampered": (
            "a stored personal field ({column}) has been changed or moved and is not shown",
            "一项已保存的个人资料（{column}）被改动或移位，不予显示",
            "一項已儲存的個人資料（{column}）被改動或移位，不予顯示",
        ),
    }
)
