"""What the journal says no with. ``post`` raises these; in a batch they stand in the place of the answer."""

from regulars.kit.errors import Invalid, NotFound, Problem, Refused, Unavailable
from regulars.kit.phrases import phrases


class Busy(Unavailable):
    """The queue is full; nothing was taken. ``retry_after_s`` says when to come back."""

    code = "journal.busy"


class Away(Unavailable):
    """The database is away or broke off. Whether the event was written is unknown: send it again, it counts once."""

    code = "journal.away"


class Crashed(Problem):
    """Our mistake, in one event alone: nothing of it was stored. ``reference`` finds it in the log."""

    code = "engine.crashed"


class Unstorable(Invalid):
    """The database could not keep this text (a NUL or half a surrogate pair), or a name the journal keeps for itself."""

    code = "journal.unstorable"


class UnknownMember(NotFound):
    code = "member.unknown"


class UnknownEvent(NotFound):
    """Nothing with this id has come for the member: that is why it gave nothing."""

    code = "event.not_known"


class UnreachableRef(Invalid):
    """``.`` and ``..`` mean something else in every web address: no new member is called that."""

    code = "member.ref_unreachable"


class NoProgram(Refused):
    code = "journal.no_program"


class OtherProgram(Refused):
    """A new version may not change what points are made of: the programme's id, currency, or a wallet's scale."""

    code = "journal.other_program"


class PoolRefTaken(Refused):
    code = "pool.ref_taken"


class PoolAsMember(NotFound):
    """A pool is read at an address of its own."""

    code = "pool.no_member"


class PoolUnknown(NotFound):
    code = "pool.unknown"


phrases(
    {
        "journal.busy": (
            "too much is waiting; try again in {retry_after_s} s",
            "排队的请求过多，请在 {retry_after_s} 秒后重试",
            "排隊的請求過多，請在 {retry_after_s} 秒後重試",
        ),
        "event.not_known": (
            "nothing with the id “{id}” has come for this member: it was not sent, or it was sent for somebody else",
            "该会员没有编号为“{id}”的事件：可能尚未发送，或发送到了其他会员名下",
            "該會員沒有編號為「{id}」的事件：可能尚未傳送，或傳送到了其他會員名下",
        ),
        "journal.away": (
            "the database can't be reached; try again in {retry_after_s} s, an event sent twice counts once",
            "暂时无法连接数据库，请在 {retry_after_s} 秒后重试；同一事件重复发送只计一次",
            "暫時無法連線資料庫，請在 {retry_after_s} 秒後重試；同一事件重複傳送只計一次",
        ),
        "engine.crashed": (
            "something went wrong on our side; nothing was stored; reference {reference}",
            "我们这边出错了，未保存任何内容；参考号 {reference}",
            "我們這邊出錯了，未儲存任何內容；參考號 {reference}",
        ),
        "journal.unstorable": (
            "{field} holds something that can't be stored: {problem}",
            "{field} 含有无法保存的内容：{problem}",
            "{field} 含有無法儲存的內容：{problem}",
        ),
        "member.unknown": ("no member is known as “{ref}”", "没有编号为“{ref}”的会员", "沒有編號為「{ref}」的會員"),
        "member.ref_unreachable": (
            "“{ref}” can't be a member's reference: in a web address it means another place",
            "“{ref}”不能作为会员编号：在网址中它表示别的位置",
            "「{ref}」不能作為會員編號：在網址中它表示別的位置",
        ),
        "event.in_future": (
            "the event's time is {seconds} s ahead of ours; at most {allowed_s} s are allowed",
            "事件时间比我们的时间早到 {seconds} 秒；最多允许 {allowed_s} 秒",
            "事件時間比我們的時間早到 {seconds} 秒；最多允許 {allowed_s} 秒",
        ),
        "event.conflict": (
            "this event id was used before with other content; nothing was done",
            "该事件编号已用于内容不同的事件，本次未做任何处理",
            "該事件編號已用於內容不同的事件，本次未做任何處理",
        ),
        "journal.no_program": ("no programme has been applied yet", "尚未启用任何会员计划", "尚未啟用任何會員計劃"),
        "journal.version_race": (
            "somebody else applied version {version} at the same moment; look at it and try again",
            "其他人刚刚启用了第 {version} 版，请查看后重试",
            "其他人剛剛啟用了第 {version} 版，請查看後重試",
        ),
        "journal.other_program": (
            "a new version can't change {what} from {old} to {new}",
            "新版本不能把 {what} 从 {old} 改为 {new}",
            "新版本不能把 {what} 從 {old} 改為 {new}",
        ),
    }
)
