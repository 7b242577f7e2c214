"""What the four eyes say no with."""

from regulars.kit.errors import NotAllowed, Refused
from regulars.kit.phrases import phrases


class NotYours(NotAllowed):
    """The author answered their own request, or points for an account of one's own."""

    code = "approval.own"


class Answered(Refused):
    code = "approval.answered"


phrases(
    {
        "approval.own": (
            "nobody approves what they asked for: somebody else has to look at it",
            "不能审批自己提出的申请，需由他人审批",
            "不能審批自己提出的申請，需由他人審批",
        ),
        "approval.own_account": (
            "“{ref}” is an account of {who}: nobody asks for or approves points for themselves",
            "“{ref}”是 {who} 本人的会员账户，不能为自己申请或审批积分",
            "「{ref}」是 {who} 本人的會員帳戶，不能為自己申請或審批積分",
        ),
        "approval.not_staff": (
            "“{who}” may not answer requests: an owner or manager who can sign in may",
            "“{who}”不能审批：只有可登录的所有者或经理可以审批",
            "「{who}」不能審批：只有可登入的擁有者或經理可以審批",
        ),
        "approval.may_not": (
            "“{who}” may not do this, or can no longer sign in",
            "“{who}”没有此权限，或已不能登录",
            "「{who}」沒有此權限，或已不能登入",
        ),
        "approval.needed_in_all": (
            "{points} points would make {given} and these more than the {limit} that may be given alone within {within} (counted by {of}): ask for a second person's approval",
            "{within}内已由单人给出 {given} 分，再给 {points} 分将超过上限 {limit} 分（按 {of} 计），需申请第二人审批",
            "{within}內已由單人給出 {given} 分，再給 {points} 分將超過上限 {limit} 分（按 {of} 計），需申請第二人審批",
        ),
        "approval.answered": (
            "request {id} was {answer} by {who} already",
            "申请 {id} 已由 {who} 处理（{answer}）",
            "申請 {id} 已由 {who} 處理（{answer}）",
        ),
        "approval.expired": (
            "request {id} waited more than {days} days; ask again",
            "申请 {id} 已超过 {days} 天，请重新提出",
            "申請 {id} 已超過 {days} 天，請重新提出",
        ),
        "approval.unknown": ("there is no request {id}", "没有申请 {id}", "沒有申請 {id}"),
        "approval.reason_needed": ("say why: the reason is kept", "请填写原因：原因会被保存", "請填寫原因：原因會被保存"),
        "approval.needed": (
            "{points} points are more than the {limit} one person may give: ask for a second one's approval",
            "{points} 分超过单人可给的 {limit} 分，需申请第二人审批",
            "{points} 分超過單人可給的 {limit} 分，需申請第二人審批",
        ),
        "approval.nothing": ("there is nothing to adjust", "没有要调整的内容", "沒有要調整的內容"),
        "approval.outdated": (
            "version {version} was applied since this was asked for; ask again",
            "提出申请后已启用第 {version} 版，请重新申请",
            "提出申請後已啟用第 {version} 版，請重新申請",
        ),
    }
)
