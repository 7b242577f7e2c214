"""Staff accounts: Django users whose groups are the roles of ``kit.roles``."""

from typing import Any

from regulars.kit.errors import Invalid, NotFound, Refused
from regulars.kit.phrases import phrases
from regulars.kit.roles import ROLES

phrases(
    {
        "staff.unknown_role": (
            "“{role}” is not a role: choose {roles}",
            "没有“{role}”这个角色：可选 {roles}",
            "沒有「{role}」這個角色：可選 {roles}",
        ),
        "staff.bad_name": (
            "“{name}” cannot be a sign-in name: use letters, digits and . _ - + @, at most 150",
            "“{name}”不能用作登录名：请使用字母、数字和 . _ - + @，最多 150 个字符",
            "「{name}」不能用作登入名稱：請使用字母、數字和 . _ - + @，最多 150 個字元",
        ),
        "staff.taken": ("There is already a “{name}”", "“{name}”已存在", "「{name}」已存在"),
        "staff.weak_password": (
            "The password is not good enough: {why}",
            "密码不符合要求：{why}",
            "密碼不符合要求：{why}",
        ),
        "staff.unknown": ("There is no “{name}” among the staff", "员工中没有“{name}”", "員工中沒有「{name}」"),
        "staff.last_owner": (
            "“{name}” is the last owner who can sign in: make another one first",
            "“{name}”是最后一位可登录的所有者：请先添加另一位",
            "「{name}」是最後一位可登入的擁有者：請先新增另一位",
        ),
        "staff.no_password": (
            "No password came in: with --password-stdin it is read from the first line of standard input",
            "没有读到密码：使用 --password-stdin 时，从标准输入的第一行读取",
            "沒有讀到密碼：使用 --password-stdin 時，從標準輸入的第一行讀取",
        ),
    }
)


def create_staff(name: str, role: str, password: str) -> None:
    """One account with one role. Raises Invalid ``staff.unknown_role | bad_name | weak_password``, Refused ``staff.taken``."""
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.core.exceptions import ValidationError
    from django.db import IntegrityError, transaction

    if role not in ROLES:
        raise Invalid("staff.unknown_role", role=role, roles=", ".join(ROLES))
    user = get_user_model()(username=name)
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise Invalid("staff.bad_name", name=name) from error
    _set_password(user, password)
    try:
        with transaction.atomic():
            user.save()
            user.groups.add(Group.objects.get_or_create(name=role)[0])
    except IntegrityError as error:
        raise Refused("staff.taken", name=name) from error


def change_password(name: str, password: str) -> None:
    """A new password, and a way back for somebody disabled; whoever is signed in under the name signs in again.

    Raises NotFound ``staff.unknown``, Invalid ``staff.weak_password``.
    """
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise NotFound("staff.unknown", name=name)
    _set_password(user, password)
    user.is_active = True
    user.save(update_fields=["password", "is_active"])


def _set_password(user: Any, password: str) -> None:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid("staff.weak_password", why=" ".join(error.messages)) from error
    user.set_password(password)


def check_known(name: str) -> None:
    """Raises NotFound ``staff.unknown``."""
    from django.contrib.auth import get_user_model

    if not get_user_model().objects.filter(username=name).exists():
        raise NotFound("staff.unknown", name=name)


def disable_staff(name: str) -> None:
    """Their sessions end with their next request. Raises NotFound ``staff.unknown``, Refused ``staff.last_owner``."""
    from django.contrib.auth import get_user_model
    from django.db import transaction

    users = get_user_model().objects
    with transaction.atomic():
        owners = list(users.select_for_update().filter(groups__name="owner", is_active=True).order_by("pk"))
        user = users.filter(username=name).first()
        if user is None:
            raise NotFound("staff.unknown", name=name)
        if [owner.pk for owner in owners] == [user.pk]:
            raise Refused("staff.last_owner", name=name)
        user.is_active = False
        user.save(update_fields=["is_active"])


def list_staff() -> list[dict[str, Any]]:
    from django.contrib.auth import get_user_model

    return [
        {
            "name": user.get_username(),
            "roles": sorted(group.name for group in user.groups.all()),
            "active": user.is_active,
            "last_sign_in": user.last_login.isoformat() if user.last_login else None,
        }
        for user in get_user_model().objects.prefetch_related("groups").order_by("username")
    ]
