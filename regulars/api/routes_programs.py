"""``GET /v1/programs/current``: the programme in force now, and how far its budgets have been used."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request

from regulars.api.shapes import Budget, Budgets, CurrentProgram, ProgramLevel, ProgramWallet
from regulars.api.signing_in import Needs
from regulars.journal.budgets import budget_standings
from regulars.journal.programs import versions_of
from regulars.kit.money import text_of

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


@router.get("/v1/programs/current/budgets", summary="How far the budgets have been used", dependencies=[Needs("programs:read")])
async def read_budgets(request: Request) -> Budgets:
    state = request.app.state
    versions, now_us = state.services.versions, state.now_us()
    digits = versions.program.currency.minor_digits
    return Budgets(
        budgets=[
            Budget(
                rule=one.rule or None,
                wallet=one.wallet,
                per=one.per,
                since=one.since,
                renews_on=one.renews_on,
                allowed=one.allowed,
                used=one.used,
                left=one.left,
                sales=text_of(one.sales, digits) if one.counts_sales else None,
                level=one.level,
            )
            for one in await state.services.reading(lambda conn: budget_standings(conn, versions, now_us))
        ]
    )
