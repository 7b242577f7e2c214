"""The words on a wallet's pass."""

from regulars.kit.phrases import phrases

phrases(
    {
        "pass.points": ("Points", "积分", "積分"),
        "pass.level": ("Level", "等级", "等級"),
        "pass.number": ("Card", "卡号", "卡號"),
        "pass.holder": ("Member", "会员", "會員"),
        "pass.description": ("{shop}: member's card", "{shop}会员卡", "{shop}會員卡"),
        "pass.lost": ("Lost your phone?", "手机遗失？", "手機遺失？"),
        "pass.lost_told": (
            "Tell {shop}: this card is blocked and you get a new one; your points stay.",
            "请告知{shop}：停用此卡并换发新卡，积分不变。",
            "請告知{shop}：停用此卡並換發新卡，積分不變。",
        ),
        "pass.not_set_up": (
            "the programme does not say what the wallet knows the shop by: write {keys}",
            "计划中未写明钱包账户标识：请填写 {keys}",
            "計劃中未寫明錢包帳戶標識：請填寫 {keys}",
        ),
        "pass.certificate_unreadable": (
            "the file {file} can't be read as a certificate with its key ({why})",
            "无法从文件 {file} 读取证书及其密钥（{why}）",
            "無法從檔案 {file} 讀取憑證及其金鑰（{why}）",
        ),
        "card.none": (
            "the member has no good card: issue one first",
            "该会员没有可用的卡：请先发卡",
            "該會員沒有可用的卡：請先發卡",
        ),
    }
)
