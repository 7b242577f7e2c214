"""``GET /v1/programs/current``: the programme in force now."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request

from regulars.api.shapes import CurrentProgram, ProgramLevel, ProgramWallet
from regulars.api.signing_in import Needs
from regulars.journal.programs import versions_of

router = APIRouter(tags=["programs"])


# Not a secret of the shop's: whoever may post or read may know the rules.
@router.get(
    "/v1/programs/current",
    summary="The programme in force",
    dependencies=[Needs("programs:read", "events:write", "quotes:read", "members:read")],
)
async def read_current(
    request: Request, lang: Annotated[Literal["en", "zh-Hans", "zh-Hant"], Query()] = "en"
) -> CurrentProgram:
    state = request.app.state
    versions = await state.services.reading(versions_of)
    number = state.services.versions.at(state.now_us()).number
    version = next(each for each in versions if each.version == number)
    program = version.read()
    return CurrentProgram(
        program=program.id,
        version=number,
        name=program.name.read(lang),
        currency=program.currency.code,
        minor_digits=program.currency.minor_digits,
        timezone=program.timezone,
        enrol=program.enrol,
        in_force_from=version.in_force_from.isoformat() if version.in_force_from else None,
        wallets=[
            ProgramWallet(id=wallet.id, kind=wallet.kind, name=wallet.name.read(lang), scale=wallet.scale)
            for wallet in program.wallets
        ],
        levels=[
            ProgramLevel(id=level.id, name=level.name.read(lang), multiplier=str(level.multiplier))
            for level in program.tiers.levels
        ],
        document=version.document,
    )
